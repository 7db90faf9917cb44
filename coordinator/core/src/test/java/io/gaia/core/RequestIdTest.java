package io.gaia.core;

import static io.gaia.core.Story.codeOf;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.core.command.Command;
import io.gaia.core.command.LockCommand.AcquireLock;
import io.gaia.core.command.LockCommand.LeaveLockQueue;
import io.gaia.core.command.SessionCommand.Heartbeat;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RequestIdTest {
  private static final ClaimTasks CLAIM =
      new ClaimTasks("ada", OptionalLong.empty(), 1, Optional.empty());

  private static final Reply NOTHING = new Reply.Claimed(List.of());

  private final Story story = Story.begins().session("ada");

  @Test
  void aRetryGetsTheSameReplyAndChangesNothing() {
    story.task("t1").task("t2");
    Reply first = story.ask("r1", CLAIM);
    assertThat(story.ask("r1", CLAIM)).isEqualTo(first);
    assertThat(story.sessionOf("ada").currentTaskCount()).isEqualTo(1);
  }

  @Test
  void aRefusalIsRepeatedToo() {
    Command tooUrgent = new EnqueueTask("t1", new SpecEdit(Story.spec()).priority(10).done());
    Reply first = story.ask("r1", tooUrgent);
    assertThat(codeOf(first)).isEqualTo(Refusal.Code.INVALID_FIELD);
    assertThat(story.ask("r1", tooUrgent)).isEqualTo(first);
  }

  @Test
  void aReplyIsForgottenAfterFiveMinutes() {
    Command enqueue = new EnqueueTask("t1", Story.spec());
    story.ask("r1", enqueue);
    story.later(ofMinutes(5).minus(ofMillis(1)));
    assertThat(story.ask("r1", enqueue)).isEqualTo(new Reply.Enqueued("t1", true));
    story.later(ofMillis(1));
    assertThat(story.ask("r1", new EnqueueTask("t2", Story.spec())))
        .isEqualTo(new Reply.Enqueued("t2", true));
  }

  @Test
  void anotherRequestUnderTheSameIdIsRefused() {
    story.ask("r1", new EnqueueTask("t1", Story.spec()));
    assertThat(codeOf(story.ask("r1", CLAIM))).isEqualTo(Refusal.Code.IDEMPOTENCY_MISMATCH);
  }

  @Test
  void heartbeatsAreNotKept() {
    story.ask("r1", new Heartbeat("ada", OptionalLong.empty(), List.of()));
    assertThat(story.view().image().replies()).isEmpty();
  }

  @Test
  void aClaimThatWasToldOfNothingTakesNothingLater() {
    story.ask(new RaiseFormat(RaiseFormat.EMPTY_CLAIMS_KEPT));
    assertThat(story.ask("r1", CLAIM)).isEqualTo(NOTHING);
    story.task("t1");
    assertThat(story.ask("r1", CLAIM)).isEqualTo(NOTHING);
    assertThat(story.claim("ada", 1)).containsExactly("t1");
  }

  @Test
  void aClaimThatWaitsIsAnsweredWhenItFindsSomethingOrWaitsNoMore() {
    story.ask(new RaiseFormat(RaiseFormat.EMPTY_CLAIMS_KEPT));
    assertThat(story.ask("finds", CLAIM.whoWaits())).isEqualTo(NOTHING);
    assertThat(story.ask("ends", CLAIM.whoWaits())).isEqualTo(NOTHING);
    assertThat(story.ask("ends", CLAIM)).isEqualTo(NOTHING);
    story.task("t1").task("t2");
    assertThat(story.ask("ends", CLAIM.whoWaits())).isEqualTo(NOTHING);
    Reply found = story.ask("finds", CLAIM.whoWaits());
    assertThat(((Reply.Claimed) found).tasks()).hasSize(1);
    assertThat(story.ask("finds", CLAIM)).isEqualTo(found);
  }

  /** As their logs have it. */
  @Test
  void beforeAllNodesKnowThatAnEmptyClaimIsForgotten() {
    assertThat(story.ask("r1", CLAIM)).isEqualTo(NOTHING);
    story.task("t1");
    assertThat(((Reply.Claimed) story.ask("r1", CLAIM)).tasks()).hasSize(1);
  }

  @Test
  void aRetryMentionsWhatTheFirstAnswerDidThoughItHasChangedSince() {
    story.task("t1");
    story.ask("claim", CLAIM);
    Mentioned claimed = story.last().mentioned().get(0);
    long fence = claimed.task("t1").orElseThrow().fence();
    Command complete = new CompleteTask("t1", "ada", fence, Optional.of("{\"ok\":true}"));
    story.ask("complete", complete);
    Mentioned completed = story.last().mentioned().get(0);

    story.ask("claim", CLAIM);
    assertThat(story.last().mentioned()).containsExactly(claimed);
    assertThat(claimed.task("t1").orElseThrow().spec()).isEqualTo(Story.spec());

    Coordination restored = Coordination.restore(story.view().image());
    Batch retries =
        new Batch(
            story.now(), List.of(Request.of("claim", CLAIM), Request.of("complete", complete)));
    assertThat(restored.apply(retries, story.view().index() + 1).mentioned())
        .containsExactly(claimed, completed);
  }

  @Test
  void aKeptAnswerRepeatsNoLargeTexts() {
    story.task("t1");
    story.ask("claim", CLAIM);
    Mentioned kept = story.view().image().replies().iterator().next().mentioned().orElseThrow();
    assertThat(kept.task("t1").orElseThrow().spec().payload()).isEmpty();
  }

  @Test
  void whoLeavesALocksQueueIsNotAnsweredSoARetryWaitsAnew() {
    story.session("bob");
    story.ask(acquire("ada", 0));
    Command waits = acquire("bob", 20_000);
    assertThat(story.ask("r1", waits)).isEqualTo(new Reply.Waiting("door"));
    story.ask(new LeaveLockQueue("door", "bob"));
    assertThat(story.ask("r1", waits)).isEqualTo(new Reply.Waiting("door"));
  }

  private static Command acquire(String session, long waitMs) {
    return new AcquireLock("door", session, OptionalLong.empty(), 30_000, waitMs, "{}");
  }

  @Test
  void timeNeverRunsBackwards() {
    Coordination core = story.core();
    long before = core.view().nowMs();
    core.apply(new Batch(before - 60_000, List.of()), 100);
    assertThat(core.view().nowMs()).isEqualTo(before);
  }

  @Test
  void anEntryIsAppliedOnce() {
    story.core().apply(new Batch(story.now(), List.of()), 50);
    assertThatThrownBy(() -> story.core().apply(new Batch(story.now(), List.of()), 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("50");
  }
}
