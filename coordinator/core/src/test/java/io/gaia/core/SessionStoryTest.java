package io.gaia.core;

import static io.gaia.core.Story.changed;
import static io.gaia.core.Story.codeOf;
import static io.gaia.core.Story.same;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ProgressReport;
import io.gaia.core.command.SessionChange;
import io.gaia.core.command.SessionCommand.FailSession;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.SessionCommand.RegisterSession;
import io.gaia.core.command.SessionCommand.UnregisterSession;
import io.gaia.core.command.SessionCommand.UpdateSession;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.core.model.Health;
import io.gaia.core.model.Provider;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.SessionStatus;
import io.gaia.core.model.TaskStatus;
import io.gaia.core.model.Tier;
import io.gaia.core.model.TimeWindow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SessionStoryTest {
  private final Story story = Story.begins().session("ada");

  @Test
  void aSessionThatBeatsLives() {
    for (int i = 0; i < 10; i++) {
      story.later(ofSeconds(14));
      assertThat(story.heartbeat("ada").leaseExpiresAtMs()).isEqualTo(story.now() + 30_000);
    }
    assertThat(story.sessionOf("ada").status()).isEqualTo(SessionStatus.IDLE);
    assertThat(story.sessionOf("ada").health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void silenceDegradesAndThenKills() {
    story.later(ofMillis(14_999));
    assertThat(story.events()).isEmpty();
    story.later(ofMillis(1));
    assertThat(story.events()).containsExactly("session.degraded ada");
    assertThat(story.sessionOf("ada").health()).isEqualTo(Health.DEGRADED);
    story.later(ofMillis(14_999));
    assertThat(story.sessionOf("ada").lives()).isTrue();
    story.later(ofMillis(1));
    assertThat(story.events()).containsExactly("session.failed ada");
    assertThat(story.sessionOf("ada").status()).isEqualTo(SessionStatus.FAILED);
    assertThat(story.sessionOf("ada").health()).isEqualTo(Health.UNHEALTHY);
  }

  @Test
  void aSilentSessionThatIsHeardAgainHasRecovered() {
    story.later(ofSeconds(20));
    story.heartbeat("ada");
    assertThat(story.events()).containsExactly("session.recovered ada");
    assertThat(story.sessionOf("ada").health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void aDeadSessionsTasksGoBackAndCountAsLost() {
    story.session("bob").task("t1").claimed("ada", "t1");
    story.later(ofSeconds(20)).heartbeat("bob");
    story.later(ofSeconds(10));
    assertThat(story.taskOf("t1").status()).isEqualTo(TaskStatus.PENDING);
    assertThat(story.taskOf("t1").lostCount()).isEqualTo(1);
    assertThat(story.taskOf("t1").retryCount()).isZero();
    story.claimed("bob", "t1");
  }

  @Test
  void whoDiedMustRegisterAgain() {
    story.later(ofSeconds(30));
    assertThat(codeOf(story.ask(new Heartbeat("ada", OptionalLong.empty(), List.of()))))
        .isEqualTo(Refusal.Code.WRONG_STATE);
    Reply again = story.ask(new RegisterSession("other-id", Story.worker("ada"), false));
    assertThat(again).isEqualTo(new Reply.Registered("ada", 2, story.now() + 30_000, false));
  }

  @Test
  void aLivingNameIsTakenUnlessItIsTakenOver() {
    assertThat(codeOf(story.ask(new RegisterSession("x", Story.worker("ada"), false))))
        .isEqualTo(Refusal.Code.NAME_TAKEN);
    story.task("t1").claimed("ada", "t1");
    story.ask(new RegisterSession("x", Story.worker("ada"), true));
    assertThat(story.sessionOf("ada").incarnation()).isEqualTo(2);
    assertThat(story.taskOf("t1").lostCount()).isEqualTo(1);
    assertThat(story.sessionOf("ada").currentTaskCount()).isZero();
  }

  @Test
  void anOldIncarnationIsFencedOff() {
    story.task("t1");
    story.ask(new RegisterSession("x", Story.worker("ada"), true));
    assertThat(codeOf(story.ask(new Heartbeat("ada", OptionalLong.of(1), List.of()))))
        .isEqualTo(Refusal.Code.STALE_FENCE);
    assertThat(codeOf(story.ask(new ClaimTasks("ada", OptionalLong.of(1), 1, Optional.empty()))))
        .isEqualTo(Refusal.Code.STALE_FENCE);
    assertThat(story.ask(new Heartbeat("ada", OptionalLong.of(2), List.of())))
        .isInstanceOf(Reply.Renewed.class);
  }

  @Test
  void aliveWithoutProgressIsStalledAndProgressRecovers() {
    story.task("t1").claimed("ada", "t1");
    for (int i = 0; i < 30; i++) {
      story.later(ofSeconds(10)).heartbeat("ada");
    }
    assertThat(story.sessionOf("ada").stalled()).isTrue();
    assertThat(story.sessionOf("ada").health()).isEqualTo(Health.UNHEALTHY);
    story.heartbeat("ada", progress("t1", story.fence("t1")));
    assertThat(story.events()).containsExactly("task.progressed t1", "session.recovered ada");
    assertThat(story.sessionOf("ada").stalled()).isFalse();
  }

  @Test
  void anIdleSessionDoesNotStall() {
    for (int i = 0; i < 60; i++) {
      story.later(ofSeconds(10)).heartbeat("ada");
    }
    assertThat(story.sessionOf("ada").stalled()).isFalse();
  }

  @Test
  void progressUnderAStaleFenceChangesNothing() {
    story.task("t1").claimed("ada", "t1");
    story.heartbeat("ada", progress("t1", story.fence("t1") + 1));
    assertThat(story.taskOf("t1").progress().percent()).isZero();
  }

  @Test
  void aHeartbeatTellsWhatTheSessionHolds() {
    story.task("t1").task("t2").claim("ada", 2);
    Reply.Renewed renewed = story.heartbeat("ada");
    assertThat(renewed.claims()).extracting(Reply.Claimed.One::taskId).containsExactly("t1", "t2");
    assertThat(renewed.leaseMs()).isEqualTo(30_000);
  }

  @Test
  void aPausedSessionKeepsItsTasksAndIsOfferedNone() {
    story.task("t1").task("t2").claimed("ada", "t1");
    assertThat(update(SessionChange.PAUSE)).isEqualTo(changed("ada"));
    assertThat(update(SessionChange.PAUSE)).isEqualTo(same("ada"));
    assertThat(story.claim("ada", 1)).isEmpty();
    assertThat(story.complete("ada", "t1")).isEqualTo(changed("t1"));
    assertThat(update(SessionChange.RESUME)).isEqualTo(changed("ada"));
    assertThat(story.events()).containsExactly("session.resumed ada");
    story.claimed("ada", "t2");
    assertThat(story.sessionOf("ada").status()).isEqualTo(SessionStatus.BUSY);
  }

  @Test
  void aDrainingSessionDoesNotComeBack() {
    update(SessionChange.DRAIN);
    story.task("t1");
    assertThat(story.claim("ada", 1)).isEmpty();
    assertThat(codeOf(update(SessionChange.RESUME))).isEqualTo(Refusal.Code.WRONG_STATE);
  }

  @Test
  void goodbyeGivesTasksBackWithoutCountingThem() {
    story.task("t1").claimed("ada", "t1");
    assertThat(story.ask(new UnregisterSession("ada"))).isEqualTo(changed("ada"));
    assertThat(story.ask(new UnregisterSession("ada"))).isEqualTo(same("ada"));
    assertThat(story.taskOf("t1").lostCount()).isZero();
    assertThat(story.taskOf("t1").queued()).isTrue();
    assertThat(story.sessionOf("ada").status()).isEqualTo(SessionStatus.OFFLINE);
    assertThat(codeOf(story.ask(new FailSession("ada", "late"))))
        .isEqualTo(Refusal.Code.WRONG_STATE);
  }

  @Test
  void outcomesAreCountedInTheStatistics() {
    story.task("t1").task("t2").claim("ada", 2);
    story.later(ofSeconds(4));
    story.complete("ada", "t1");
    story.later(ofSeconds(2));
    story.fail("ada", "t2");
    assertThat(story.sessionOf("ada").statistics().tasksCompleted()).isEqualTo(1);
    assertThat(story.sessionOf("ada").statistics().tasksFailed()).isEqualTo(1);
    assertThat(story.sessionOf("ada").statistics().meanTaskTimeMs()).isEqualTo(5_000);
    assertThat(story.sessionOf("ada").consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void aSessionWorksInItsTimeWindowOnly() {
    TimeWindow tenToEleven = new TimeWindow(10 * 60, 11 * 60, "Europe/Berlin");
    story.session(
        new SessionProfile(
            "bob",
            "ada",
            Tier.WORKER,
            Provider.CODEX,
            List.of(),
            Optional.empty(),
            Optional.of(tenToEleven),
            1,
            "{}"));
    story.task("t1");
    assertThat(story.claim("bob", 1)).as("09:00 in Berlin").isEmpty();
    for (int i = 0; i < 240; i++) {
      story.later(ofSeconds(15)).heartbeat("bob");
    }
    assertThat(story.claim("bob", 1)).as("10:00 in Berlin").containsExactly("t1");
  }

  @Test
  void anExplicitFailureIsLikeALeaseThatRanOut() {
    story.task("t1").claimed("ada", "t1");
    assertThat(story.ask(new FailSession("ada", "unplugged"))).isEqualTo(changed("ada"));
    assertThat(story.ask(new FailSession("ada", "unplugged"))).isEqualTo(same("ada"));
    assertThat(story.sessionOf("ada").reason()).hasValue("unplugged");
    assertThat(story.taskOf("t1").lostCount()).isEqualTo(1);
    story.later(ofMinutes(1));
    assertThat(story.events()).as("nothing is due for the dead").isEmpty();
  }

  private Reply update(SessionChange change) {
    return story.ask(new UpdateSession("ada", change));
  }

  private static ProgressReport progress(String task, long fence) {
    return new ProgressReport(
        task, fence, OptionalInt.of(40), Optional.of("compiling"), Optional.of("{\"at\":3}"));
  }
}
