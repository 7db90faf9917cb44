package io.gaia.core;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ClusterCommand.Evict;
import io.gaia.core.command.ClusterCommand.Projected;
import io.gaia.core.command.ClusterCommand.Relayed;
import io.gaia.core.command.LessonCommand.RemoveAffinity;
import io.gaia.core.command.LessonCommand.SetAffinity;
import io.gaia.core.command.LockCommand.ReleaseLock;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Change;
import io.gaia.core.model.EntityKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final Story story = Story.begins().session("ada").session("bob");

  @Test
  void whatIsRestoredIsTheSameAndGoesOnTheSame() {
    story.task("t1", s -> s.key("once").lesson("loops")).task("t2", s -> s.after("t1"));
    story.claimed("ada", "t1").holding("door", "ada", ofSeconds(60));
    story.acquire("door", "bob", ofSeconds(5), ofSeconds(20));
    Coordination restored = Coordination.restore(story.core().snapshot());
    assertThat(restored.view().stateHash()).isEqualTo(story.view().stateHash());
    assertThat(restored.nextDeadline()).isEqualTo(story.core().nextDeadline());

    Batch later = new Batch(story.now() + 31_000, List.of());
    long next = story.view().index() + 1;
    assertThat(restored.apply(later, next)).isEqualTo(story.core().apply(later, next));
    assertThat(restored.view().stateHash()).isEqualTo(story.view().stateHash());
  }

  @Test
  void aSnapshotDoesNotChangeWhenTheStateGoesOn() {
    story.task("t1");
    View then = story.view();
    String hash = then.stateHash();
    story.claimed("ada", "t1").later(ofSeconds(40));
    assertThat(then.stateHash()).isEqualTo(hash);
    assertThat(story.view().stateHash()).isNotEqualTo(hash);
  }

  @Test
  void whatChangedIsListedOnceAndInOrderUntilItIsProjected() {
    story.task("t1");
    long enqueuedAt = story.view().index();
    story.claimed("ada", "t1");
    long claimedAt = story.view().index();
    assertThat(story.view().changes(100))
        .contains(new Change(claimedAt, EntityKind.TASK, "t1", false))
        .doesNotContain(new Change(enqueuedAt, EntityKind.TASK, "t1", false))
        .isSorted();
    story.ask(new Projected(claimedAt));
    assertThat(story.view().changes(100)).isEmpty();
    assertThat(story.view().projectedIndex()).isEqualTo(claimedAt);
  }

  @Test
  void howFarKafkaHasTheEventsOnlyGrowsAndIsTellingNobody() {
    story.task("t1").task("t2");
    long last = story.view().index();
    story.ask(new Relayed(last, 1));
    story.ask(new Relayed(last, 0));
    story.ask(new Relayed(last - 1, 7));
    assertThat(story.view().relayedIndex()).isEqualTo(last);
    assertThat(story.view().relayedOrdinal()).isEqualTo(1);
    assertThat(Coordination.restore(story.view().image()).view().stateHash())
        .isEqualTo(story.view().stateHash());
  }

  @Test
  void whatIsGoneLeavesATombstone() {
    story.holding("door", "ada", ofSeconds(60));
    story.ask(new SetAffinity(new Affinity("ada", "loops", 5, Optional.empty())));
    story.ask(new ReleaseLock("door", "ada", story.view().lock("door").orElseThrow().fence()));
    story.ask(new RemoveAffinity("ada", "loops"));
    assertThat(story.view().changes(100))
        .filteredOn(Change::deleted)
        .extracting(Change::id)
        .containsExactly("door", "ada loops");
  }

  @Test
  void aPageOfChangesEndsBetweenTwoIndexes() {
    story.task("t1", s -> s.lesson("loops"));
    List<Change> page = story.view().changes(3);
    assertThat(page).extracting(Change::id).containsExactly("ada", "bob", "loops", "t1");
  }

  @Test
  void whatIsNotProjectedDoesNotLeaveWhenToldSo() {
    story.task("t1").claimed("ada", "t1");
    story.complete("ada", "t1");
    long done = story.view().index();
    story.later(Duration.ofHours(24));
    story.ask(new Evict(10, true));
    assertThat(story.view().task("t1")).isPresent();
    story.ask(new Projected(done + 1));
    story.ask(new Evict(10, true));
    assertThat(story.view().task("t1")).isEmpty();
  }

  @Test
  void deadSessionsLeaveAfterRetention() {
    story.later(Duration.ofHours(25));
    story.ask(new Evict(10, false));
    assertThat(story.view().session("ada")).isPresent();
    story.later(Duration.ofHours(24));
    story.ask(new Evict(10, false));
    assertThat(story.view().session("ada")).isEmpty();
    assertThat(story.events()).containsExactly("session.evicted ada", "session.evicted bob");
    story.session("ada");
  }

  @Test
  void aDeadSessionThatATaskIsForDoesNotLeave() {
    story.task("t1", s -> s.target("ada")).later(Duration.ofMinutes(1)).later(Duration.ofHours(24));
    story.ask(new Evict(10, false));
    assertThat(story.events()).containsExactly("session.evicted bob");
    story.session("ada").claimed("ada", "t1");
    story.complete("ada", "t1");
    story.later(Duration.ofMinutes(1)).later(Duration.ofHours(24)).ask(new Evict(10, false));
    assertThat(story.view().session("ada")).isEmpty();
  }

  @Test
  void tooManyFinishedTasksLeaveEarly() {
    Story small = Story.begins(settings -> settings.maxFinishedTasks(1)).session("ada");
    small.task("t1").task("t2").claim("ada", 2);
    small.complete("ada", "t1");
    small.complete("ada", "t2");
    small.ask(new Evict(10, false));
    assertThat(small.view().task("t1")).isEmpty();
    assertThat(small.view().task("t2")).isPresent();
  }
}
