package io.gaia.core;

import static io.gaia.core.Story.changed;
import static io.gaia.core.Story.codeOf;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ClusterCommand.LeaderElected;
import io.gaia.core.command.ClusterCommand.MoveTime;
import io.gaia.core.command.SessionCommand.FailSession;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import io.gaia.core.model.Health;
import io.gaia.core.model.SessionStatus;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** State time stands still without a leader; the next one moves it to its wall clock. */
class TimeStoryTest {
  private final Story story = Story.begins().session("ada").session("bob");

  @Test
  void aNightWithoutALeaderEndsNoLease() {
    story.later(ofSeconds(10));
    long before = story.now();
    story.withoutALeader(ofHours(9));
    assertThat(story.now()).isEqualTo(before + ofHours(9).toMillis());
    assertThat(story.events())
        .containsExactly("cluster.time_moved time", "cluster.leader_elected n1");
    assertThat(story.sessionOf("ada").leaseExpiresAtMs()).isEqualTo(story.now() + 20_000);
    story.later(ofSeconds(5));
    assertThat(story.sessionOf("ada").health())
        .as("silent for half a lease")
        .isEqualTo(Health.DEGRADED);
    story.later(ofMillis(14_999));
    assertThat(story.sessionOf("ada").lives()).isTrue();
    story.later(ofMillis(1));
    assertThat(story.sessionOf("ada").status()).isEqualTo(SessionStatus.FAILED);
  }

  @Test
  void norAClaimNorAStall() {
    story.task("t1").claimed("ada", "t1").later(ofSeconds(14));
    story.withoutALeader(ofHours(9)).later(ZERO);
    assertThat(story.events()).isEmpty();
    assertThat(story.taskOf("t1").claim().orElseThrow().expiresAtMs())
        .isEqualTo(story.now() + ofMinutes(10).toMillis() - 14_000);
    assertThat(story.sessionOf("ada").stallsAtMs())
        .isEqualTo(story.now() + ofMinutes(5).toMillis() - 14_000);
  }

  @Test
  void norALockNorItsDelayNorAWait() {
    story.holding("door", "ada", ofMinutes(2)).holding("gate", "bob", ofMinutes(2));
    story.ask("r-bob", Story.acquiring("door", "bob", ofSeconds(20), ofSeconds(25)));
    story.session("cleo").ask(new FailSession("ada", "gone"));
    story.withoutALeader(ofHours(9)).later(ofMillis(14_999));
    assertThat(story.ownerOf("door")).as("the lock delay").hasValue("ada");
    story.later(ofMillis(1));
    assertThat(story.ownerOf("door")).as("still in the queue").hasValue("bob");
    assertThat(story.ownerOf("gate")).hasValue("bob");
  }

  @Test
  void whatHasADateComesDue() {
    story.task("morning", s -> s.runAt(story.now() + ofHours(8).toMillis()));
    story.task("again").claimed("ada", "again");
    story.fail("ada", "again");
    story.withoutALeader(ofHours(9));
    assertThat(story.core().nextDeadline().orElseThrow()).isLessThanOrEqualTo(story.now());
    story.later(ZERO);
    assertThat(story.events()).containsExactly("task.ready again", "task.ready morning");
  }

  @Test
  void aReplyOutlivesTheNight() {
    EnqueueTask enqueue = new EnqueueTask("t1", Story.spec());
    story.ask("r1", enqueue);
    story.later(ofMinutes(2)).withoutALeader(ofHours(9)).later(ofMinutes(3).minus(ofMillis(1)));
    assertThat(story.ask("r1", new EnqueueTask("t2", Story.spec())))
        .isEqualTo(new Reply.Enqueued("t1", true));
    story.later(ofMillis(1));
    assertThat(story.ask("r1", new EnqueueTask("t2", Story.spec())))
        .isEqualTo(new Reply.Enqueued("t2", true));
  }

  @Test
  void aWallClockThatIsBehindMovesNothing() {
    long before = story.now();
    story.withoutALeader(ofHours(-1));
    assertThat(story.now()).isEqualTo(before);
    assertThat(story.events()).containsExactly("cluster.leader_elected n1");
  }

  @Test
  void anElectionOfAnOlderVersionLeavesTimeWhereItStood() {
    long before = story.now();
    story.ask(new LeaderElected("n1", 1, Settings.DEFAULTS, OptionalLong.empty()));
    assertThat(story.view().nowMs()).isEqualTo(before);
  }

  @Test
  void aLeaderFollowsItsWallClockInSteps() {
    long before = story.now();
    assertThat(story.ask(new MoveTime(3_000))).isEqualTo(changed("time"));
    assertThat(story.view().nowMs()).isEqualTo(before + 3_000);
    assertThat(story.view().movedMs()).isEqualTo(3_000);
    assertThat(story.view().ledMs()).isEqualTo(before);
    assertThat(story.sessionOf("ada").leaseExpiresAtMs()).isEqualTo(before + 33_000);
    assertThat(codeOf(story.ask(new MoveTime(0)))).isEqualTo(Refusal.Code.INVALID_FIELD);
  }

  @Test
  void aSnapshotRemembersHowFarTimeWasMoved() {
    story.withoutALeader(ofHours(9));
    View restored = Coordination.restore(story.core().snapshot()).view();
    assertThat(restored.movedMs()).isEqualTo(ofHours(9).toMillis());
    assertThat(restored.stateHash()).isEqualTo(story.view().stateHash());
  }
}
