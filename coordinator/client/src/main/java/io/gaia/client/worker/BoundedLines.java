package io.gaia.client.worker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads lines whose length nobody promises: a longer one comes in several pieces. */
final class BoundedLines {

  /** A checkpoint of 64 KiB and its word fit. */
  private static final int LONGEST = 80 * 1024;

  private BoundedLines() {}

  /** Until the stream ends. */
  static void read(InputStream stream, Consumer<String> lines) throws IOException {
    try (InputStream in = new BufferedInputStream(stream)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next = in.read();
      while (next >= 0) {
        if (next == '\n' || line.size() == LONGEST) {
          lines.accept(text(line));
          line.reset();
        }
        if (next != '\n') {
          line.write(next);
        }
        next = in.read();
      }
      if (line.size() > 0) {
        lines.accept(text(line));
      }
    }
  }

  private static String text(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
