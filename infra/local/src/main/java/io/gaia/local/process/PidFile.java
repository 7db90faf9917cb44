package io.gaia.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who runs for a stack, for whoever must clean up after a supervisor that was killed: lines of
 * {@code NAME PID STARTED}, where STARTED is the process's start in clock ticks since boot, so that
 * a number which has passed on to another process is told apart.
 */
public final class PidFile {

  private final Path file;
  private final Map<String, Long> pids = new TreeMap<>();

  public PidFile(Path file) {
    this.file = file;
  }

  public synchronized void put(String name, long pid) {
    pids.put(name, pid);
    write();
  }

  public synchronized void remove(String name) {
    pids.remove(name);
    write();
  }

  public synchronized Map<String, Long> pids() {
    return new TreeMap<>(pids);
  }

  private void write() {
    StringBuilder text = new StringBuilder();
    pids.forEach(
        (name, pid) ->
            text.append(name)
                .append(' ')
                .append(pid)
                .append(' ')
                .append(startedTicks(pid))
                .append('\n'));
    try {
      AtomicFile.write(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** 0 when the process has gone meanwhile. */
  private static long startedTicks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      // the second field, the command, may hold blanks; it ends with the last parenthesis
      String[] afterCommand = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(afterCommand[19]);
    } catch (IOException e) {
      return 0;
    }
  }
}
