package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.core.Settings;
import io.gaia.core.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk gave back other bytes than were written. */
class SpoiledSnapshotTest {
  /** The state's hash after each entry that a node applied. */
  private final Map<Long, String> applied = new ConcurrentHashMap<>();

  @TempDir private Path directory;

  @Test
  void theOnlyOneIsMadeUpForByTheLog() throws IOException {
    View before;
    try (TestNode node = TestNode.start(directory)) {
      node.work("s", 20);
      TestNode.await(node.node().snapshot());
      node.work("after", 20);
      before = node.view();
    }
    spoil(snapshots().get(0));
    restartsTo(before);
  }

  @Test
  void theOlderOneAndTheLogAfterItMakeUpForTheNewest() throws IOException {
    View before = afterAPurge();
    long older = index(snapshots().get(1));
    spoil(snapshots().get(0));
    restartsTo(before);
    assertThat(applied.keySet()).as("entries before the older one").allMatch(i -> i > older);
    // the spoiled one is there to be looked at, and is not tried again
    applied.clear();
    restartsTo(before);
  }

  @Test
  void whenNoneIsWholeAndTheLogBeforeThemIsGoneTheStartStopsAndSaysWhatToDo() throws IOException {
    afterAPurge();
    for (Path snapshot : snapshots()) {
      spoil(snapshot);
    }
    assertThatThrownBy(() -> TestNode.start(directory))
        .hasStackTraceContaining(
            "is spoiled, and what came before it is not on this disk any more");
  }

  /**
   * Two of them are kept, and a third that was due just before the node stopped: older ones go
   * after a newer one is written. The log before the older one is purged.
   */
  private View afterAPurge() throws IOException {
    View before;
    try (TestNode node =
        TestNode.start(directory, Settings.DEFAULTS, TestNode.SMALL_LOG, it -> {})) {
      node.work("s", 20);
      TestNode.purge(node.node());
      node.work("last", 20);
      before = node.view();
    }
    assertThat(snapshots()).hasSizeBetween(2, 3);
    return before;
  }

  private void restartsTo(View before) {
    try (TestNode node =
        TestNode.start(
            directory,
            Settings.DEFAULTS,
            InstantSource.system(),
            (result, view) -> applied.put(result.index(), view.stateHash()))) {
      assertThat(applied.get(before.index())).isEqualTo(before.stateHash());
      node.register("again-" + node.view().index());
      assertThat(node.failure()).isEmpty();
    }
  }

  private List<Path> snapshots() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
          .sorted(Comparator.comparingLong(SpoiledSnapshotTest::index).reversed())
          .toList();
    }
  }

  private static long index(Path snapshot) {
    return Long.parseLong(snapshot.getFileName().toString().replaceAll(".*_", ""));
  }

  private static void spoil(Path snapshot) throws IOException {
    byte[] bytes = Files.readAllBytes(snapshot);
    bytes[bytes.length / 2] ^= 1;
    Files.write(snapshot, bytes);
  }
}
