package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeTasksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] BODY = "which".getBytes(StandardCharsets.UTF_8);

  private final NodeLine there = new NodeLine((node, question) -> new CompletableFuture<>());
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final CompletableFuture<String> work = new CompletableFuture<>();
  private final AtomicInteger performed = new AtomicInteger();

  @AfterEach
  void stop() {
    work.complete("the test is over");
    executor.shutdownNow();
  }

  @Test
  void noQuestionWaitsForTheWorkAndItIsDoneOnce() {
    List<Boolean> answeredAtOnce = new CopyOnWriteArrayList<>();
    perform();
    CompletableFuture<String> outcome =
        have(
            PATIENCE,
            (node, question) -> {
              CompletableFuture<byte[]> answer = there.asked(question);
              answeredAtOnce.add(answer.isDone());
              return answer;
            });
    await().until(() -> answeredAtOnce.size() >= 3);
    assertThat(outcome).isNotDone();

    work.complete("no, it is not a member");
    assertThat(outcome).succeedsWithin(PATIENCE).isEqualTo("no, it is not a member");
    assertThat(answeredAtOnce).doesNotContain(false);
    assertThat(performed).hasValue(1);
  }

  @Test
  void anAnswerThatIsLostIsAskedForAgain() {
    work.complete("");
    perform();
    AtomicBoolean lost = new AtomicBoolean();
    CompletableFuture<String> outcome =
        have(
            PATIENCE,
            (node, question) -> {
              CompletableFuture<byte[]> answer = there.asked(question);
              return lost.getAndSet(true)
                  ? answer
                  : CompletableFuture.failedFuture(new IllegalStateException("the line is dead"));
            });
    assertThat(outcome).succeedsWithin(PATIENCE).isEqualTo("");
    assertThat(performed).hasValue(1);
  }

  @Test
  void whoGetsNoOutcomeIsToldWhy() {
    CompletableFuture<String> outcome =
        have(
            Duration.ofMillis(50),
            (node, question) ->
                CompletableFuture.failedFuture(new IllegalStateException("the line is dead")));
    assertThatThrownBy(() -> outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .hasCauseInstanceOf(UnavailableException.class)
        .hasMessageContaining("there")
        .hasMessageContaining("the line is dead");
  }

  private void perform() {
    new NodeTasks(there, PATIENCE)
        .perform(
            "task",
            body -> {
              assertThat(body).isEqualTo(BODY);
              performed.incrementAndGet();
              return work.join();
            },
            executor);
  }

  private CompletableFuture<String> have(
      Duration patience, BiFunction<String, byte[], CompletableFuture<byte[]>> line) {
    NodeTasks here = new NodeTasks(new NodeLine(line), patience);
    return CompletableFuture.supplyAsync(
        () -> here.have("there", "task", BODY, () -> true), executor);
  }
}
