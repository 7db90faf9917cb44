package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.protocol.RaftPeerId;
import org.junit.jupiter.api.Test;

class PeerThreadsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RaftPeerId ONE = RaftPeerId.valueOf("one");
  private static final RaftPeerId OTHER = RaftPeerId.valueOf("other");

  @Test
  void aNodeThatCannotBeReachedHoldsUpNeitherWhoAsksNorAnotherNode() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    List<String> sent = new CopyOnWriteArrayList<>();
    try (PeerThreads threads = new PeerThreads(500)) {
      CompletableFuture<String> first =
          threads.send(
              ONE,
              () -> {
                await(connected);
                sent.add("first");
                return CompletableFuture.completedFuture("too late");
              });
      CompletableFuture<String> second =
          threads.send(
              ONE,
              () -> {
                sent.add("second");
                return CompletableFuture.completedFuture("nobody waits for it");
              });

      assertThat(threads.send(OTHER, () -> CompletableFuture.completedFuture("here")))
          .succeedsWithin(SOON)
          .isEqualTo("here");
      assertThat(first)
          .failsWithin(SOON)
          .withThrowableThat()
          .withCauseInstanceOf(TimeoutException.class);
      assertThat(second)
          .failsWithin(SOON)
          .withThrowableThat()
          .withCauseInstanceOf(TimeoutException.class);

      connected.countDown();
      var unused =
          threads.send(
              ONE,
              () -> {
                over.countDown();
                return CompletableFuture.completedFuture("third");
              });
      await(over);
      assertThat(sent).containsExactly("first");
    }
  }

  @Test
  void aFailureOfTheSendingIsTheAnswer() {
    try (PeerThreads threads = new PeerThreads(SOON.toMillis())) {
      assertThat(
              threads.send(
                  ONE,
                  () -> {
                    throw new IllegalStateException("refused");
                  }))
          .failsWithin(SOON)
          .withThrowableThat()
          .withMessageContaining("refused");
      assertThat(
              threads.send(
                  ONE, () -> CompletableFuture.failedFuture(new IllegalStateException("gone"))))
          .failsWithin(SOON)
          .withThrowableThat()
          .withMessageContaining("gone");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
