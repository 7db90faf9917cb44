package io.gaia.core;

import static io.gaia.core.Story.changed;
import static io.gaia.core.Story.codeOf;
import static io.gaia.core.Story.same;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ProgressReport;
import io.gaia.core.command.TaskCommand.AssignTask;
import io.gaia.core.command.TaskCommand.CancelTask;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.ExtendClaim;
import io.gaia.core.command.TaskCommand.FailTask;
import io.gaia.core.command.TaskCommand.ReleaseTask;
import io.gaia.core.command.TaskCommand.RetryTask;
import io.gaia.core.command.TaskCommand.StartTask;
import io.gaia.core.model.Attempt;
import io.gaia.core.model.AttemptOutcome;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TaskStoryTest {
  private final Story story = Story.begins().session("ada").session("bob");

  @Test
  void aTaskIsClaimedStartedAndCompleted() {
    story.task("t1").claimed("ada", "t1");
    assertThat(story.taskOf("t1").status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(story.ask(new StartTask("t1", "ada", story.fence("t1")))).isEqualTo(changed("t1"));
    assertThat(story.ask(new StartTask("t1", "ada", story.fence("t1")))).isEqualTo(same("t1"));
    assertThat(story.taskOf("t1").status()).isEqualTo(TaskStatus.IN_PROGRESS);
    assertThat(story.complete("ada", "t1")).isEqualTo(changed("t1"));
    assertThat(story.events()).containsExactly("task.completed t1");
    assertThat(story.taskOf("t1").result()).hasValue("{\"ok\":true}");
    assertThat(story.claim("bob", 1)).isEmpty();
  }

  @Test
  void theSameOutcomeReportedTwiceGetsTheSameAnswer() {
    story.task("t1").claimed("ada", "t1");
    story.complete("ada", "t1");
    assertThat(story.complete("ada", "t1")).isEqualTo(same("t1"));
    assertThat(story.sessionOf("ada").statistics().tasksCompleted()).isEqualTo(1);
    assertThat(codeOf(story.fail("ada", "t1"))).isEqualTo(Refusal.Code.STALE_FENCE);
  }

  @Test
  void aStaleFenceIsRefusedAndChangesNothing() {
    story.task("t1").claimed("ada", "t1");
    long stale = story.fence("t1");
    story.ask(new ReleaseTask("t1", "ada", stale, OptionalLong.empty()));
    story.claimed("bob", "t1");
    Task before = story.taskOf("t1");
    for (Reply reply :
        List.of(
            story.ask(new StartTask("t1", "ada", stale)),
            story.ask(new CompleteTask("t1", "ada", stale, Optional.empty())),
            story.ask(new FailTask("t1", "ada", stale, "late", true)),
            story.ask(new ExtendClaim("t1", "ada", stale, OptionalLong.empty())))) {
      assertThat(codeOf(reply)).isEqualTo(Refusal.Code.STALE_FENCE);
    }
    assertThat(story.taskOf("t1")).isEqualTo(before);
    assertThat(before.fence()).isGreaterThan(stale);
  }

  @Test
  void oneKeyMakesOneTask() {
    assertThat(story.enqueue("t1", spec -> spec.key("once")))
        .isEqualTo(new Reply.Enqueued("t1", true));
    assertThat(story.enqueue("t2", spec -> spec.key("once")))
        .isEqualTo(new Reply.Enqueued("t1", false));
    assertThat(codeOf(story.enqueue("t3", spec -> spec.key("once").payload("{\"x\":1}"))))
        .isEqualTo(Refusal.Code.IDEMPOTENCY_MISMATCH);
    assertThat(story.view().task("t2")).isEmpty();
  }

  @Test
  void aKeyIsForgottenAfterItsRetention() {
    story.task("t1", spec -> spec.key("once"));
    story.later(ofDays(7));
    assertThat(story.enqueue("t2", spec -> spec.key("once")))
        .isEqualTo(new Reply.Enqueued("t2", true));
  }

  @Test
  void theOldestKeysAreForgottenBeyondTheBound() {
    Story small = Story.begins(settings -> settings.maxIdempotencyKeys(2));
    small.task("t1", s -> s.key("k1")).later(ofMillis(1));
    small.task("t2", s -> s.key("k2")).later(ofMillis(1));
    small.task("t3", s -> s.key("k3")).later(ofMillis(1));
    assertThat(small.view().idempotencyKeys()).isEqualTo(2);
    assertThat(small.enqueue("t4", s -> s.key("k3"))).isEqualTo(new Reply.Enqueued("t3", false));
    assertThat(small.enqueue("t5", s -> s.key("k1"))).isEqualTo(new Reply.Enqueued("t5", true));
  }

  @Test
  void beyondTheBoundNoMoreTasksMayWait() {
    Story small = Story.begins(settings -> settings.maxPendingTasks(2)).session("ada");
    small.task("t1").task("t2", s -> s.key("once"));
    assertThat(codeOf(small.enqueue("t3", s -> s))).isEqualTo(Refusal.Code.TOO_MANY);
    assertThat(small.enqueue("t4", s -> s.key("once"))).isEqualTo(new Reply.Enqueued("t2", false));
    small.claimed("ada", "t1").task("t3");
    small.fail("ada", "t1");
    assertThat(small.taskOf("t1").status()).as("what waited before").isEqualTo(TaskStatus.PENDING);
  }

  @Test
  void aFailedAttemptIsRetriedLaterAndLaterAndThenNoMore() {
    story.task("t1", spec -> spec.maxRetries(2));
    long last = 0;
    for (int attempt = 0; attempt < 2; attempt++) {
      story.claimed("ada", "t1");
      story.fail("ada", "t1");
      long delay = story.taskOf("t1").runAtMs().orElseThrow() - story.now();
      assertThat(delay).isBetween(1_000L << attempt, (1_000L << attempt) * 5 / 4);
      assertThat(delay).isGreaterThan(last);
      last = delay;
      assertThat(story.claim("ada", 1)).isEmpty();
      story.later(ofMillis(delay));
      assertThat(story.events()).containsExactly("task.ready t1");
    }
    story.claimed("ada", "t1");
    story.fail("ada", "t1");
    assertThat(story.taskOf("t1").status()).isEqualTo(TaskStatus.FAILED);
    assertThat(story.taskOf("t1").error()).hasValue("boom");
    assertThat(story.taskOf("t1").attempts())
        .extracting(Attempt::outcome)
        .containsExactly(AttemptOutcome.FAILED, AttemptOutcome.FAILED, AttemptOutcome.FAILED);
  }

  @Test
  void whatIsNotRetryableFailsAtOnce() {
    story.task("t1").claimed("ada", "t1");
    story.ask(new FailTask("t1", "ada", story.fence("t1"), "bad input", false));
    assertThat(story.taskOf("t1").status()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void theJitterDependsOnTheTaskAlone() {
    Settings settings = Settings.DEFAULTS;
    assertThat(Backoff.delayMs(settings, "t1", 3)).isEqualTo(Backoff.delayMs(settings, "t1", 3));
    assertThat(Backoff.delayMs(settings, "t1", 3)).isNotEqualTo(Backoff.delayMs(settings, "t2", 3));
    assertThat(Backoff.delayMs(settings, "t1", 90)).isLessThanOrEqualTo(Backoff.MAX_MS * 5 / 4);
    Settings fixed = new SettingsEdit().fixedBackoff().done();
    assertThat(Backoff.delayMs(fixed, "t1", 9)).isBetween(1_000L, 1_250L);
  }

  @Test
  void aTaskLostTooOftenIsADeadLetterWithoutSpendingAttempts() {
    Story strict = Story.begins(settings -> settings.maxLost(1)).session("ada");
    strict.task("t1");
    for (int i = 0; i < 2; i++) {
      strict.claimed("ada", "t1");
      for (int beat = 0; beat < 40; beat++) {
        strict.later(ofSeconds(15)).heartbeat("ada");
      }
    }
    assertThat(strict.taskOf("t1").status()).isEqualTo(TaskStatus.FAILED);
    assertThat(strict.taskOf("t1").lostCount()).isEqualTo(2);
    assertThat(strict.taskOf("t1").retryCount()).isZero();
    assertThat(strict.taskOf("t1").error().orElseThrow()).contains("its claim ran out");
  }

  @Test
  void anExtendedClaimLivesLonger() {
    story.task("t1").claimed("ada", "t1");
    for (int beat = 0; beat < 60; beat++) {
      story.later(ofSeconds(15)).heartbeat("ada");
      story.ask(new ExtendClaim("t1", "ada", story.fence("t1"), OptionalLong.of(60_000)));
    }
    assertThat(story.taskOf("t1").claim()).isPresent();
    assertThat(story.taskOf("t1").claim().orElseThrow().expiresAtMs())
        .isEqualTo(story.now() + 60_000);
  }

  @Test
  void aReleasedTaskSpendsNoAttemptAndMayWait() {
    story.task("t1").claimed("ada", "t1");
    story.ask(
        new ReleaseTask("t1", "ada", story.fence("t1"), OptionalLong.of(story.now() + 5_000)));
    assertThat(story.claim("bob", 1)).isEmpty();
    story.later(ofSeconds(5)).claimed("bob", "t1");
    assertThat(story.taskOf("t1").retryCount()).isZero();
    assertThat(story.taskOf("t1").attemptCount()).isEqualTo(2);
  }

  @Test
  void aCheckpointIsHandedToTheNextAttempt() {
    story.task("t1").claimed("ada", "t1");
    story.heartbeat(
        "ada",
        new ProgressReport(
            "t1",
            story.fence("t1"),
            OptionalInt.of(50),
            Optional.of("half"),
            Optional.of("{\"page\":12}")));
    story.fail("ada", "t1");
    story.later(ofSeconds(2)).claimed("bob", "t1");
    assertThat(story.taskOf("t1").progress().checkpoint()).hasValue("{\"page\":12}");
  }

  @Test
  void aTaskWaitsForItsTime() {
    long at = story.now() + 7_000;
    story.task("t1", spec -> spec.runAt(at));
    assertThat(story.core().nextDeadline()).hasValue(at);
    assertThat(story.claim("ada", 1)).isEmpty();
    story.later(ofSeconds(7));
    assertThat(story.events()).containsExactly("task.ready t1");
    story.claimed("ada", "t1");
  }

  @Test
  void aWaitingTaskIsCancelledAtOnce() {
    story.task("t1");
    assertThat(story.ask(new CancelTask("t1", "no need"))).isEqualTo(changed("t1"));
    assertThat(story.ask(new CancelTask("t1", "no need"))).isEqualTo(same("t1"));
    assertThat(story.claim("ada", 1)).isEmpty();
  }

  @Test
  void aRunningTaskIsAskedToStopAndItsSessionObeys() {
    story.task("t1").claimed("ada", "t1");
    story.ask(new CancelTask("t1", "no need"));
    assertThat(story.taskOf("t1").status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(story.heartbeat("ada").cancelRequested()).containsExactly("t1");
    story.fail("ada", "t1");
    assertThat(story.taskOf("t1").status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(story.fail("ada", "t1")).isEqualTo(same("t1"));
  }

  @Test
  void aRunningTaskThatIsDoneAnywayIsDone() {
    story.task("t1").claimed("ada", "t1");
    story.ask(new CancelTask("t1", "no need"));
    story.complete("ada", "t1");
    assertThat(story.taskOf("t1").status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(codeOf(story.ask(new CancelTask("t1", "late")))).isEqualTo(Refusal.Code.WRONG_STATE);
  }

  @Test
  void aDeadLetterIsReplayedWithFreshAttempts() {
    story.task("t1", spec -> spec.maxRetries(0)).claimed("ada", "t1");
    story.fail("ada", "t1");
    assertThat(story.ask(new RetryTask("t1"))).isEqualTo(changed("t1"));
    story.claimed("bob", "t1");
    assertThat(story.taskOf("t1").retryCount()).isZero();
    assertThat(codeOf(story.ask(new RetryTask("t1")))).isEqualTo(Refusal.Code.WRONG_STATE);
  }

  @Test
  void aTaskIsAssignedToASessionThatDidNotAsk() {
    story.task("t1");
    assertThat(story.ask(new AssignTask("t1", "bob"))).isEqualTo(changed("t1"));
    assertThat(story.ask(new AssignTask("t1", "bob"))).isEqualTo(same("t1"));
    assertThat(story.heartbeat("bob").claims())
        .extracting(Reply.Claimed.One::taskId)
        .containsExactly("t1");
    assertThat(codeOf(story.ask(new AssignTask("t1", "ada")))).isEqualTo(Refusal.Code.WRONG_STATE);
  }

  @Test
  void onlySoManyAttemptsAreKept() {
    story.task("t1");
    for (int i = 0; i < Task.MAX_ATTEMPTS_KEPT + 5; i++) {
      story.claimed("ada", "t1");
      story.ask(new ReleaseTask("t1", "ada", story.fence("t1"), OptionalLong.empty()));
    }
    assertThat(story.taskOf("t1").attempts()).hasSize(Task.MAX_ATTEMPTS_KEPT);
    assertThat(story.taskOf("t1").attemptCount()).isEqualTo(Task.MAX_ATTEMPTS_KEPT + 5);
  }
}
