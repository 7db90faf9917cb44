package io.gaia.core;

import static io.gaia.core.Story.changed;
import static io.gaia.core.Story.codeOf;
import static io.gaia.core.Story.same;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.LockCommand.LeaveLockQueue;
import io.gaia.core.command.LockCommand.ReleaseLock;
import io.gaia.core.command.LockCommand.RenewLock;
import io.gaia.core.command.SessionCommand.FailSession;
import io.gaia.core.command.SessionCommand.RegisterSession;
import io.gaia.core.command.SessionCommand.UnregisterSession;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LockStoryTest {
  private final Story story = Story.begins().session("ada").session("bob").session("cleo");

  @Test
  void aFreeLockIsTakenAndAHeldOneIsNot() {
    Reply.Locked taken = (Reply.Locked) story.acquire("door", "ada", ofSeconds(10), ZERO);
    assertThat(taken.renewed()).isFalse();
    assertThat(taken.expiresAtMs()).isEqualTo(story.now() + 10_000);

    Reply.Refused refused = (Reply.Refused) story.acquire("door", "bob", ofSeconds(10), ZERO);
    assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.LOCK_HELD);
    assertThat(refused.refusal().untilMs()).hasValue(story.now() + 10_000);
    assertThat(story.ownerOf("door")).hasValue("ada");
  }

  @Test
  void takingItAgainRenewsItUnderTheSameFence() {
    long fence = ((Reply.Locked) story.acquire("door", "ada", ofSeconds(10), ZERO)).fence();
    story.later(ofSeconds(5));
    Reply.Locked again = (Reply.Locked) story.acquire("door", "ada", ofSeconds(10), ZERO);
    assertThat(again.renewed()).isTrue();
    assertThat(again.fence()).isEqualTo(fence);
    story.later(ofMillis(9_999));
    assertThat(story.ownerOf("door")).hasValue("ada");
    story.later(ofMillis(1));
    assertThat(story.ownerOf("door")).isEmpty();
    assertThat(story.events()).contains("lock.expired door");
  }

  @Test
  void whoWaitsIsServedInTurn() {
    story.holding("door", "ada", ofSeconds(20));
    assertThat(story.ask("r-bob", waiting("bob"))).isEqualTo(new Reply.Waiting("door"));
    assertThat(story.ask("r-cleo", waiting("cleo"))).isEqualTo(new Reply.Waiting("door"));
    long before = fence();

    assertThat(story.ask(new ReleaseLock("door", "ada", fence()))).isEqualTo(changed("door"));

    assertThat(story.events()).containsExactly("lock.released door", "lock.acquired door");
    assertThat(story.ownerOf("door")).hasValue("bob");
    assertThat(fence()).isGreaterThan(before);
    assertThat(story.last().settled()).hasSize(1);
    assertThat(story.last().settled().get(0).requestId()).isEqualTo("r-bob");
    Reply.Locked late = (Reply.Locked) story.last().settled().get(0).reply();
    assertThat(late.fence()).isEqualTo(fence());
    assertThat(story.ask("r-bob", waiting("bob"))).as("the request asked again").isEqualTo(late);

    story.later(ofSeconds(20));
    assertThat(story.ownerOf("door")).as("bob's ttl ran out").hasValue("cleo");
  }

  @Test
  void whoWaitsTooLongIsTold() {
    story.holding("door", "ada", ofMinutes(5));
    story.ask("r-bob", waiting("bob"));
    story.later(ofSeconds(25));
    assertThat(story.events()).contains("lock.wait_ended door");
    assertThat(codeOf(story.last().settled().get(0).reply())).isEqualTo(Refusal.Code.LOCK_HELD);
    assertThat(story.view().lock("door").orElseThrow().waiters()).isEmpty();
  }

  @Test
  void aWaiterWhoseClientHasGoneLeavesTheQueue() {
    story.holding("door", "ada", ofSeconds(20));
    story.ask("r-bob", waiting("bob"));
    assertThat(story.ask(new LeaveLockQueue("door", "bob"))).isEqualTo(changed("door"));
    assertThat(story.ask(new LeaveLockQueue("door", "bob"))).isEqualTo(same("door"));
    story.later(ofSeconds(20));
    assertThat(story.ownerOf("door")).isEmpty();
  }

  @Test
  void aWaiterThatAsksAgainKeepsItsPlace() {
    story.holding("door", "ada", ofSeconds(20));
    story.ask("r1", waiting("bob"));
    story.ask("r2", waiting("cleo"));
    story.ask("r3", waiting("bob"));
    assertThat(story.last().settled().get(0).requestId()).isEqualTo("r1");
    story.later(ofSeconds(20));
    assertThat(story.ownerOf("door")).hasValue("bob");
    assertThat(story.last().settled().get(0).requestId()).isEqualTo("r3");
  }

  @Test
  void aDeadOwnersLockWaitsOutTheLockDelay() {
    story.holding("door", "ada", ofMinutes(10));
    story.later(ofSeconds(20)).heartbeat("bob");
    story.later(ofSeconds(10));
    assertThat(story.events()).contains("session.failed ada", "lock.orphaned door");
    assertThat(codeOf(story.acquire("door", "bob", ofSeconds(5), ZERO)))
        .isEqualTo(Refusal.Code.LOCK_HELD);
    story.later(ofMillis(14_999));
    assertThat(story.ownerOf("door")).hasValue("ada");
    story.later(ofMillis(1));
    assertThat(story.ownerOf("door")).isEmpty();
  }

  @Test
  void aDeadOwnersLockDoesNotOutliveItsTtl() {
    story.holding("door", "ada", ofSeconds(3));
    story.ask(new FailSession("ada", "gone"));
    story.later(ofSeconds(3));
    assertThat(story.ownerOf("door")).isEmpty();
  }

  @Test
  void anOwnerThatSaysGoodbyeFreesItsLocksAtOnce() {
    story.holding("door", "ada", ofMinutes(10));
    story.ask("r-bob", waiting("bob"));
    story.ask(new UnregisterSession("ada"));
    assertThat(story.ownerOf("door")).hasValue("bob");
  }

  @Test
  void anOwnersNextIncarnationWaitsLikeEveryoneElse() {
    story.holding("door", "ada", ofMinutes(10));
    story.ask(new RegisterSession("x", Story.worker("ada"), true));
    assertThat(codeOf(story.acquire("door", "ada", ofSeconds(5), ZERO)))
        .isEqualTo(Refusal.Code.LOCK_HELD);
    assertThat(codeOf(story.ask(new RenewLock("door", "ada", fence(), OptionalLong.empty()))))
        .isEqualTo(Refusal.Code.STALE_FENCE);
  }

  @Test
  void aDeadSessionIsNeverGivenALockItWaitedFor() {
    story.holding("door", "ada", ofMinutes(10));
    story.ask("r-bob", waiting("bob"));
    story.ask(new FailSession("bob", "gone"));
    assertThat(story.last().settled()).hasSize(1);
    story.ask(new ReleaseLock("door", "ada", fence()));
    assertThat(story.ownerOf("door")).isEmpty();
  }

  @Test
  void fencesGrowAlsoWhenTheLockWasGoneMeanwhile() {
    long first = ((Reply.Locked) story.acquire("door", "ada", ofSeconds(1), ZERO)).fence();
    story.later(ofSeconds(1));
    long second = ((Reply.Locked) story.acquire("door", "bob", ofSeconds(1), ZERO)).fence();
    assertThat(second).isGreaterThan(first);
    assertThat(codeOf(story.ask(new ReleaseLock("door", "ada", first))))
        .isEqualTo(Refusal.Code.STALE_FENCE);
    assertThat(codeOf(story.ask(new RenewLock("door", "ada", first, OptionalLong.empty()))))
        .isEqualTo(Refusal.Code.STALE_FENCE);
  }

  @Test
  void theAnswerPromisesNoMoreThanTheOwnersLeaseAndTheDelay() {
    Reply.Locked taken = (Reply.Locked) story.acquire("door", "ada", ofMinutes(10), ZERO);
    assertThat(taken.expiresAtMs()).isEqualTo(story.now() + 30_000 + 15_000);
  }

  @Test
  void renewingCountsTheTtlFromNow() {
    story.holding("door", "ada", ofSeconds(10));
    story.later(ofSeconds(9));
    Reply.Locked renewed =
        (Reply.Locked) story.ask(new RenewLock("door", "ada", fence(), OptionalLong.of(4_000)));
    assertThat(renewed.expiresAtMs()).isEqualTo(story.now() + 4_000);
    assertThat(story.view().lock("door").orElseThrow().renewedCount()).isEqualTo(1);
  }

  private static io.gaia.core.command.Command waiting(String session) {
    return Story.acquiring("door", session, ofSeconds(20), ofSeconds(25));
  }

  private long fence() {
    return story.view().lock("door").orElseThrow().fence();
  }
}
