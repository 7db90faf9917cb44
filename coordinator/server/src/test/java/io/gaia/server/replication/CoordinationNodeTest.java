package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.core.Refusal;
import io.gaia.core.Reply;
import io.gaia.core.View;
import io.gaia.core.command.LockCommand.AcquireLock;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.SessionCommand.UnregisterSession;
import io.gaia.core.model.SessionStatus;
import io.gaia.core.model.TaskStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from a command to its reply, on a real Ratis group of one and a real disk. */
class CoordinationNodeTest {
  @TempDir Path directory;

  @Test
  void commandsAreAnsweredInTheOrderOfOneCaller() {
    try (TestNode node = TestNode.start(directory)) {
      String session = node.register("s");
      List<CompletableFuture<Applied>> tasks = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        tasks.add(node.submit(TestNode.task("t-" + i)));
      }
      CompletableFuture<Applied> claim = node.submit(TestNode.claim(session, 1000));
      for (int i = 0; i < tasks.size(); i++) {
        Applied applied = TestNode.await(tasks.get(i));
        assertThat(applied.reply()).isEqualTo(new Reply.Enqueued("t-" + i, true));
        assertThat(applied.view().task("t-" + i)).isPresent();
      }
      Reply.Claimed claimed = (Reply.Claimed) TestNode.await(claim).reply();
      assertThat(claimed.tasks()).hasSize(1000);
      assertThat(claimed.tasks().get(0).taskId()).isEqualTo("t-0");
      // many commands shared few entries
      assertThat(node.view().index()).isLessThan(1000);
    }
  }

  @Test
  void whoeverComesWhileAnEntryIsOnItsWaySharesTheNextOne() {
    try (TestNode node = TestNode.start(directory)) {
      int callers = 16;
      int each = 100;
      long before = node.view().index();
      CompletableFuture<?>[] all =
          IntStream.range(0, callers)
              .mapToObj(
                  caller ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int i = 0; i < each; i++) {
                              node.ask(
                                  Reply.Enqueued.class, TestNode.task("t-" + caller + "-" + i));
                            }
                          },
                          task -> new Thread(task, "caller-" + caller).start()))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(all).join();
      // two groups take turns, so eight share one; without lingering four
      assertThat(node.view().index() - before).isLessThan(callers * each / 5);
    }
  }

  @Test
  void aReadSeesWhatWasAcknowledgedBefore() {
    try (TestNode node = TestNode.start(directory)) {
      for (int i = 0; i < 50; i++) {
        node.ask(Reply.Enqueued.class, TestNode.task("t-" + i));
        View view = TestNode.await(node.node().sequencer().read());
        assertThat(view.task("t-" + i)).isPresent();
      }
    }
  }

  @Test
  void theSameRequestIdIsAppliedOnceAlsoAfterARestart() {
    try (TestNode node = TestNode.start(directory)) {
      assertThat(node.ask(Reply.Enqueued.class, "r-1", TestNode.task("first")).taskId())
          .isEqualTo("first");
      assertThat(node.ask(Reply.Enqueued.class, "r-1", TestNode.task("second")).taskId())
          .isEqualTo("first");
      TestNode.await(node.node().snapshot());
    }
    try (TestNode node = TestNode.start(directory)) {
      assertThat(node.ask(Reply.Enqueued.class, "r-1", TestNode.task("third")).taskId())
          .isEqualTo("first");
      assertThat(node.view().task("third")).isEmpty();
    }
  }

  @Test
  void oldSnapshotsGo() throws IOException {
    try (TestNode node = TestNode.start(directory)) {
      for (int i = 0; i < 4; i++) {
        node.ask(Reply.Enqueued.class, TestNode.task("t-" + i));
        TestNode.await(node.node().snapshot());
      }
      Awaitility.await().until(() -> snapshots().size() <= 2);
    }
  }

  @Test
  void whatWasAcknowledgedIsOnTheDiskAtAnyMoment() {
    try (TestNode node = TestNode.start(directory.resolve("live"))) {
      String session = node.register("s");
      for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 100; i++) {
          node.submit(TestNode.task("t-" + round + "-" + i));
        }
        Reply.Claimed claimed =
            node.ask(Reply.Claimed.class, TestNode.claim(session, 10 * (round + 1)));
        claimed
            .tasks()
            .forEach(claim -> node.ask(Reply.Changed.class, TestNode.complete(session, claim)));
        // as a kill would leave it: files as they are now, nothing flushed or closed
        Path image = directory.resolve("image-" + round);
        copy(directory.resolve("live"), image);
        try (TestNode revived = TestNode.start(image)) {
          for (int i = 0; i < 100; i++) {
            assertThat(revived.view().task("t-" + round + "-" + i)).isPresent();
          }
          for (Reply.Claimed.One claim : claimed.tasks()) {
            assertThat(revived.view().task(claim.taskId()).orElseThrow().status())
                .isEqualTo(TaskStatus.COMPLETED);
          }
          assertThat(
                  revived
                      .ask(Reply.Claimed.class, TestNode.claim(session, 1))
                      .tasks()
                      .get(0)
                      .fence())
              .isGreaterThan(claimed.tasks().get(claimed.tasks().size() - 1).fence());
        }
      }
    }
  }

  @Test
  void aLeaseEndsByItselfAndNotBeforeItsTime() {
    try (TestNode node = TestNode.start(directory, TestNode.lease(3000))) {
      long start = System.nanoTime();
      String session = node.register("s");
      node.ask(Reply.Enqueued.class, TestNode.task("t"));
      node.ask(Reply.Claimed.class, TestNode.claim(session, 1));
      Awaitility.await()
          .until(() -> node.view().session(session).orElseThrow().status() == SessionStatus.FAILED);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(3000));
      assertThat(node.view().task("t").orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
      Reply refused =
          TestNode.await(node.submit(new Heartbeat(session, OptionalLong.empty(), List.of())))
              .reply();
      assertThat(((Reply.Refused) refused).refusal().code()).isEqualTo(Refusal.Code.WRONG_STATE);
    }
  }

  @Test
  void aLockGoesToTheOneWhoWaitsWhenItsOwnerLeaves() {
    try (TestNode node = TestNode.start(directory)) {
      String owner = node.register("owner");
      String waiter = node.register("waiter");
      node.ask(Reply.Locked.class, lock(owner, 0));
      CompletableFuture<Applied> waiting =
          node.node().lockWaits().ask("w-1", lock(waiter, 20_000)).settled();
      Awaitility.await().until(() -> !node.view().lock("k").orElseThrow().waiters().isEmpty());
      assertThat(waiting).isNotDone();
      node.ask(Reply.Changed.class, new UnregisterSession(owner));
      Applied applied = TestNode.await(waiting);
      assertThat(applied.reply()).isInstanceOf(Reply.Locked.class);
      assertThat(applied.view().lock("k").orElseThrow().ownerId()).isEqualTo(waiter);
    }
  }

  @Test
  void aCommandThatNeedsMoreThanAnEntryIsRefusedBeforeTheLog() {
    try (TestNode node = TestNode.start(directory)) {
      node.awaitNewestFormat();
      long index = node.view().index();
      Reply reply =
          TestNode.await(node.submit(TestNode.task("big", "\"" + "x".repeat(1 << 20) + "\"")))
              .reply();
      assertThat(((Reply.Refused) reply).refusal().code()).isEqualTo(Refusal.Code.TOO_LARGE);
      assertThat(node.view().index()).isEqualTo(index);
      assertThat(node.failure()).isEmpty();
    }
  }

  @Test
  void largeCommandsAreSpreadOverEntries() {
    try (TestNode node = TestNode.start(directory)) {
      String payload = "\"" + "x".repeat(60_000) + "\"";
      List<CompletableFuture<Applied>> tasks = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        tasks.add(node.submit(TestNode.task("t-" + i, payload)));
      }
      tasks.forEach(
          task -> assertThat(TestNode.await(task).reply()).isInstanceOf(Reply.Enqueued.class));
    }
  }

  @Test
  void aStoppedNodeSaysSoAtOnce() {
    TestNode node = TestNode.start(directory);
    node.close();
    CompletableFuture<Applied> late = node.submit(TestNode.task("late"));
    assertThatThrownBy(late::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(UnavailableException.class);
    assertThat(node.node().sequencer().read()).isCompletedExceptionally();
  }

  private static AcquireLock lock(String session, long waitMs) {
    return new AcquireLock("k", session, OptionalLong.empty(), 60_000, waitMs, "{}");
  }

  private List<Path> snapshots() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
          .toList();
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.getFileName().toString().equals("in_use.lock")) {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
