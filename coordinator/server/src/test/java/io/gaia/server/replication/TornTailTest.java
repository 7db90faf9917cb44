package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.core.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash in the middle of a write, and a log that is spoiled, on a real log of Ratis. */
class TornTailTest {
  private static final int HEADER = 8;
  private static final int RESERVED = 4096;

  @TempDir Path directory;

  @Test
  void whatWasHalfWrittenIsCutOffAndTheRestIsThere() throws IOException {
    writeSomething();
    Path log = openSegment();
    byte[] whole = withoutReserve(Files.readAllBytes(log));
    int[] halves = {1, 2, 7, 40};
    for (int half : halves) {
      ByteArrayOutputStream torn = new ByteArrayOutputStream();
      torn.writeBytes(whole);
      // a record that says it is 100 bytes long, and is not
      torn.write(100);
      torn.writeBytes(Arrays.copyOfRange(whole, HEADER + 1, HEADER + half));
      torn.writeBytes(new byte[RESERVED]);
      Files.write(log, torn.toByteArray());
      TornTail.cutOff(directory);
      assertThat(Files.readAllBytes(log)).as("after %d bytes", half).isEqualTo(whole);
    }
    Files.write(log, Arrays.copyOf(whole, whole.length + RESERVED));
    TornTail.cutOff(directory);
    assertThat(log).as("nothing is torn").hasSize(whole.length + RESERVED);
    byte[] torn = Arrays.copyOf(whole, whole.length + RESERVED);
    torn[whole.length] = 100;
    torn[whole.length + 1] = 1;
    Files.write(log, torn);
    try (TestNode node = TestNode.start(directory)) {
      assertThat(node.view().task("first")).isPresent();
      assertThat(node.view().task("last")).isPresent();
      node.ask(Reply.Enqueued.class, TestNode.task("more"));
    }
    try (TestNode node = TestNode.start(directory)) {
      assertThat(node.view().task("more")).isPresent();
    }
  }

  @Test
  void aSpoiledRecordWithOthersAfterItStopsTheStart() throws IOException {
    writeSomething();
    Path log = openSegment();
    byte[] bytes = Files.readAllBytes(log);
    bytes[HEADER + 5] ^= 1;
    Files.write(log, bytes);
    TornTail.cutOff(directory);
    assertThat(Files.readAllBytes(log)).isEqualTo(bytes);
    assertThatThrownBy(() -> TestNode.start(directory)).hasStackTraceContaining("checksum");
  }

  private void writeSomething() {
    try (TestNode node = TestNode.start(directory)) {
      node.ask(Reply.Enqueued.class, TestNode.task("first"));
      node.ask(Reply.Enqueued.class, TestNode.task("last"));
    }
  }

  private Path openSegment() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("log_inprogress_"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** A checksum may end in a zero; what is known is where the last record ends. */
  private static byte[] withoutReserve(byte[] bytes) {
    int at = HEADER;
    while (at < bytes.length && bytes[at] != 0) {
      int length = bytes[at] & 0x7f;
      int size = 1;
      while (bytes[at + size - 1] < 0) {
        length |= (bytes[at + size] & 0x7f) << (7 * size);
        size++;
      }
      at += size + length + 4;
    }
    return Arrays.copyOf(bytes, at);
  }
}
