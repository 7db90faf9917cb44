package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.ApplyResult;
import io.gaia.core.Coordination;
import io.gaia.core.Reply;
import io.gaia.core.Settings;
import io.gaia.core.View;
import io.gaia.core.model.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node knows after it was stopped and started again on the same disk. */
class RestartTest {
  /** The state after each entry that a node applied. */
  private final Map<Long, View> applied = new ConcurrentHashMap<>();

  @TempDir Path directory;

  @Test
  void theLogGivesTheSameState() {
    View before;
    try (TestNode node = TestNode.start(directory)) {
      node.work("s", 200);
      before = node.view();
    }
    try (TestNode node = restart()) {
      assertThat(applied.get(before.index()).stateHash()).isEqualTo(before.stateHash());
      node.work("again", 10);
    }
  }

  @Test
  void aSnapshotAndTheLogAfterItGiveTheSameState() {
    View before;
    long snapshot;
    try (TestNode node = TestNode.start(directory)) {
      node.work("s", 100);
      snapshot = TestNode.await(node.node().snapshot());
      node.work("t", 100);
      before = node.view();
    }
    try (TestNode node = restart()) {
      assertThat(applied.keySet()).as("entries before the snapshot").allMatch(i -> i > snapshot);
      assertThat(applied.get(before.index()).stateHash()).isEqualTo(before.stateHash());
      node.work("again", 10);
    }
  }

  /** Ratis' own entries count, too: after a few of them a restart would look like a hole. */
  @Test
  void whatWasKeptOfTheEntriesBeforeASnapshotReachesToIt() {
    Keeping before = new Keeping();
    long snapshot;
    try (TestNode node =
        TestNode.start(directory, Settings.DEFAULTS, InstantSource.system(), before)) {
      node.work("s", 20);
      snapshot = TestNode.await(node.node().snapshot());
    }
    assertThat(before.durableUpTo.get()).isEqualTo(snapshot);
    Keeping after = new Keeping();
    try (TestNode node =
        TestNode.start(directory, Settings.DEFAULTS, InstantSource.system(), after)) {
      assertThat(after.restoredAt.get()).isEqualTo(snapshot);
      node.work("again", 10);
    }
  }

  /** What the files of events are told. */
  private static final class Keeping implements AppliedListener {
    private final AtomicLong durableUpTo = new AtomicLong();
    private final AtomicLong restoredAt = new AtomicLong();

    @Override
    public void applied(ApplyResult result, View view) {}

    @Override
    public void awaitDurable(long index) {
      durableUpTo.set(index);
    }

    @Override
    public void restored(View view, long index) {
      restoredAt.set(index);
    }
  }

  /** Two nodes with the same log, one of which went through a snapshot in the middle. */
  @Test
  void equalLogsGiveEqualSnapshots() throws IOException {
    View before;
    try (TestNode node = TestNode.start(directory)) {
      node.work("s", 100);
      TestNode.await(node.node().snapshot());
      node.work("t", 100);
      before = node.view();
    }
    byte[] always = bytes(before);
    try (TestNode node = restart()) {
      assertThat(bytes(applied.get(before.index()))).isEqualTo(always);
      View now = node.view();
      Coordination filled =
          Coordination.restore(
              LogCodecs.STATE_IMAGE.readFrom(new ByteArrayInputStream(bytes(now))));
      assertThat(bytes(filled.view())).isEqualTo(bytes(now));
    }
  }

  @Test
  void aNightInTheDarkEndsNoLeaseAndTheTimeIsRight() {
    String session;
    try (TestNode node = TestNode.start(directory)) {
      session = node.register("s");
      node.ask(Reply.Enqueued.class, "r-1", TestNode.task("first"));
    }
    Duration night = Duration.ofHours(9);
    InstantSource morning = () -> Instant.now().plus(night);
    long startedMs = morning.millis();
    try (TestNode node =
        TestNode.start(directory, Settings.DEFAULTS, morning, (result, view) -> {})) {
      assertThat(node.view().nowMs()).isGreaterThanOrEqualTo(startedMs);
      Session woken = node.view().session(session).orElseThrow();
      assertThat(woken.lives()).isTrue();
      assertThat(woken.leaseExpiresAtMs() - node.view().nowMs())
          .as("what was left of it")
          .isBetween(1L, 30_000L);
      assertThat(node.ask(Reply.Enqueued.class, "r-1", TestNode.task("second")).taskId())
          .isEqualTo("first");
    }
  }

  private TestNode restart() {
    return TestNode.start(
        directory,
        Settings.DEFAULTS,
        InstantSource.system(),
        (result, view) -> applied.put(result.index(), view));
  }

  private static byte[] bytes(View view) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LogCodecs.STATE_IMAGE.writeTo(bytes, view.image());
    return bytes.toByteArray();
  }
}
