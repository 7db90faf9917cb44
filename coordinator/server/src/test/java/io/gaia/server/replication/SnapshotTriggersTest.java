package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.core.Reply;
import io.gaia.core.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that nobody asks for. */
class SnapshotTriggersTest {
  private static final long SEGMENT_BYTES = 8 << 10;
  private static final long MANY = 1 << 30;

  @TempDir Path directory;

  private TestNode start(LogSizes sizes) {
    return TestNode.start(directory, Settings.DEFAULTS, sizes, node -> {});
  }

  private static void enqueue(TestNode node, int first, int end) {
    for (int i = first; i < end; i++) {
      node.ask(Reply.Enqueued.class, TestNode.task("t-" + i, "\"" + "x".repeat(200) + "\""));
    }
  }

  @Test
  void oneIsWrittenAfterSoManyEntries() {
    try (TestNode node = start(new LogSizes(SEGMENT_BYTES, 50, MANY))) {
      long before = node.node().snapshotIndex();
      enqueue(node, 0, 40);
      assertThat(node.node().snapshotIndex()).isEqualTo(before);
      enqueue(node, 40, 80);
      await().until(() -> node.node().snapshotIndex() > before);
    }
  }

  @Test
  void oneIsWrittenAfterSoManyBytes() {
    try (TestNode node = start(new LogSizes(SEGMENT_BYTES, MANY, 20_000))) {
      long before = node.node().snapshotIndex();
      enqueue(node, 0, 40);
      assertThat(node.node().snapshotIndex()).as("of ten thousand bytes").isEqualTo(before);
      enqueue(node, 40, 140);
      await().until(() -> node.node().snapshotIndex() > before);
    }
  }

  @Test
  void oneIsWrittenAtEveryIntervalAndSoManyAreKept() {
    try (TestNode node = TestNode.withSnapshots(directory, Duration.ofMillis(200), 3)) {
      for (int i = 0; i < 6; i++) {
        long before = node.node().snapshotIndex();
        enqueue(node, i, i + 1);
        await().until(() -> node.node().snapshotIndex() > before);
      }
      await()
          .ignoreExceptionsInstanceOf(UncheckedIOException.class) // one is being removed
          .untilAsserted(() -> assertThat(snapshots()).hasSize(3));
    }
  }

  private List<Path> snapshots() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
          .toList();
    }
  }
}
