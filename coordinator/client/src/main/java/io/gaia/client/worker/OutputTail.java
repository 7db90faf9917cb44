package io.gaia.client.worker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The end of what a command has written: whole lines, up to a number of bytes. Thread-safe. */
final class OutputTail {

  private final int maxBytes;
  // guarded by this
  private final Deque<String> lines = new ArrayDeque<>();
  private long bytes;
  private boolean truncated;

  OutputTail(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized void add(String line) {
    lines.addLast(line);
    bytes += size(line);
    while (bytes > maxBytes && lines.size() > 1) {
      bytes -= size(lines.removeFirst());
      truncated = true;
    }
    if (bytes > maxBytes) {
      // one line that is longer than all that is kept
      byte[] all = lines.removeFirst().getBytes(StandardCharsets.UTF_8);
      int from = all.length - maxBytes + 1;
      String end = new String(all, from, all.length - from, StandardCharsets.UTF_8);
      lines.addFirst(end);
      bytes = size(end);
      truncated = true;
    }
  }

  synchronized String text() {
    return String.join("\n", lines);
  }

  /** Whether something before it was dropped. */
  synchronized boolean isTruncated() {
    return truncated;
  }

  synchronized Optional<String> lastLine() {
    Optional<String> last = Optional.empty();
    for (String line : lines) {
      if (!line.isBlank()) {
        last = Optional.of(line.strip());
      }
    }
    return last;
  }

  /** In UTF-8, with the line's end. */
  static int size(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length + 1;
  }
}
