package io.gaia.e2e.coordination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Connections that hold something for a process on this machine which it has not read. */
final class UnreadSockets {
  private static final String ESTABLISHED = "01";

  // the columns of /proc/net/tcp: number, local address, remote address, state, sent:received
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int QUEUES = 4;

  private UnreadSockets() {}

  static long at(int port) throws IOException {
    String ending = ":%04X".formatted(port);
    long unread = 0;
    for (String table : List.of("tcp", "tcp6")) {
      unread +=
          Files.readAllLines(Path.of("/proc/net", table)).stream()
              .skip(1)
              .map(line -> line.strip().split("\\s+"))
              .filter(columns -> columns[LOCAL].endsWith(ending))
              .filter(columns -> columns[STATE].equals(ESTABLISHED))
              .filter(columns -> !columns[QUEUES].endsWith(":00000000"))
              .count();
    }
    return unread;
  }
}
