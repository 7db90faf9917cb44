package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotScheduleTest {
  private static final long INTERVAL_MS = 120_000;

  @Test
  void nodesThatStartTogetherWriteTheirFirstSnapshotApart() {
    List<Long> first =
        Stream.of("node-1", "node-2", "node-3")
            .map(node -> SnapshotSchedule.firstAfter(node, INTERVAL_MS))
            .sorted()
            .toList();
    assertThat(first).allSatisfy(after -> assertThat(after).isBetween(60_000L, INTERVAL_MS));
    assertThat(first.get(1) - first.get(0)).isGreaterThan(10_000);
    assertThat(first.get(2) - first.get(1)).isGreaterThan(10_000);
  }
}
