package io.gaia.e2e.coordination;

import io.gaia.local.layout.Checkout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one node runs on: its wall clock can be set, its disk can be slow or full, and its power can
 * be cut, so that what no sync has covered is gone. The node's process runs with {@code
 * src/test/c/machine.c} preloaded, which explains the files. Needs a C compiler.
 */
final class Machine {
  private static final String CLOCK = "clock";
  private static final String SYNC = "sync-ms";
  private static final String SPACE = "space";
  private static final String SLOWED = "slowed";
  private static final String FULL = "full";

  private final Path directory;
  private final Path disk;
  private final Path library;

  private Machine(Path directory, Path disk, Path library) {
    this.directory = directory;
    this.disk = disk;
    this.library = library;
  }

  /**
   * @param directory for what it knows of its faults
   * @param disk that its faults are about; nothing outside of it is touched
   */
  static Machine build(Path directory, Path disk) throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("unsynced"));
    Files.createDirectories(disk);
    Path library = directory.resolve("machine.so");
    Path source = Checkout.around(Path.of("")).root().resolve("infra/e2e/src/test/c/machine.c");
    Process compiler =
        new ProcessBuilder(
                List.of(
                    "cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString()))
            .redirectErrorStream(true)
            .start();
    String said =
        new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (compiler.waitFor() != 0) {
      throw new IOException("cc " + source + ": " + said);
    }
    return new Machine(directory.toRealPath(), disk.toRealPath(), library.toRealPath());
  }

  /** What a process that runs on it has in its environment. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "GAIA_MACHINE",
        directory.toString(),
        "GAIA_MACHINE_DISK",
        disk.toString());
  }

  /** Its wall clock is so far ahead, or behind if negative; no other clock moves. */
  void setClockOff(Duration ahead) throws IOException {
    tell(CLOCK, ahead.toNanos());
  }

  /** Each sync of a file takes so much longer. */
  void slowDown(Duration sync) throws IOException {
    Files.deleteIfExists(directory.resolve(SLOWED));
    tell(SYNC, sync.toMillis());
  }

  /** After so many more bytes the disk is full. */
  void leaveSpace(long bytes) throws IOException {
    Files.deleteIfExists(directory.resolve(FULL));
    tell(SPACE, bytes);
  }

  /** How many syncs took longer since it was well. */
  long slowed() throws IOException {
    return noted(SLOWED);
  }

  /** How many writes did not fit since it was well. */
  long refused() throws IOException {
    return noted(FULL);
  }

  private long noted(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** Its clock is right, its disk fast and empty enough. */
  void heal() throws IOException {
    for (String fault : List.of(CLOCK, SYNC, SPACE, SLOWED, FULL)) {
      Files.deleteIfExists(directory.resolve(fault));
    }
  }

  private void tell(String name, long number) throws IOException {
    Path whole = directory.resolve(name + ".new");
    Files.writeString(whole, String.valueOf(number));
    Files.move(whole, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Takes back all writes that no sync has covered. To be called when its process was killed.
   *
   * @return how many bytes those were
   */
  long cutPower() throws IOException {
    long lost = 0;
    try (Stream<Path> files = Files.walk(disk)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path journal = journal(file);
        if (Files.exists(journal)) {
          lost += takeBack(file, replacedIn(journal));
        }
      }
    }
    Directories.empty(directory.resolve("unsynced"));
    Files.createDirectories(directory.resolve("unsynced"));
    return lost;
  }

  /** Whether something was written, and not synced, into a file whose name begins so. */
  boolean hasUnsynced(String beginning) throws IOException {
    try (Stream<Path> files = Files.walk(disk)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path journal = journal(file);
        if (file.getFileName().toString().startsWith(beginning)
            && Files.exists(journal)
            && Files.size(journal) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private Path journal(Path file) throws IOException {
    return directory.resolve("unsynced").resolve(Files.getAttribute(file, "unix:ino").toString());
  }

  /** What a write replaced: the file had that length, and there those bytes. */
  private record Replaced(long length, long offset, byte[] bytes) {}

  /** The latest first. The last may be half there: then its write was not begun. */
  private static List<Replaced> replacedIn(Path journal) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(Files.readAllBytes(journal)).order(ByteOrder.LITTLE_ENDIAN);
    List<Replaced> all = new ArrayList<>();
    while (from.remaining() >= 3 * Long.BYTES) {
      long length = from.getLong();
      long offset = from.getLong();
      long kept = from.getLong();
      if (kept > from.remaining()) {
        break;
      }
      byte[] bytes = new byte[Math.toIntExact(kept)];
      from.get(bytes);
      all.add(new Replaced(length, offset, bytes));
    }
    Collections.reverse(all);
    return all;
  }

  private static long takeBack(Path file, List<Replaced> writes) throws IOException {
    long before = Files.size(file);
    long changed = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (Replaced write : writes) {
        channel.write(ByteBuffer.wrap(write.bytes()), write.offset());
        channel.truncate(write.length());
        changed += write.bytes().length;
      }
    }
    return changed + Math.max(0, before - Files.size(file));
  }
}
