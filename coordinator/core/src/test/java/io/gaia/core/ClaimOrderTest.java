package io.gaia.core;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.command.ClusterCommand.PauseQueue;
import io.gaia.core.command.ClusterCommand.ResumeQueue;
import io.gaia.core.command.LessonCommand.CreateLesson;
import io.gaia.core.command.LessonCommand.SetAffinity;
import io.gaia.core.command.LessonCommand.UpdateLesson;
import io.gaia.core.command.TaskCommand.ClaimTasks;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Requires;
import io.gaia.core.model.SessionProfile;
import io.gaia.core.model.Tier;
import io.gaia.core.model.TimeWindow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClaimOrderTest {
  private final Story story = Story.begins().session("ada");

  @Test
  void olderTasksComeFirstAndEqualsInTheOrderTheyCame() {
    story.task("b").task("a").later(ofSeconds(1)).task("c");
    assertThat(story.claim("ada", 5)).containsExactly("b", "a", "c");
  }

  @Test
  void higherPriorityComesFirst() {
    story.task("low", s -> s.priority(1)).task("high", s -> s.priority(9)).task("none");
    assertThat(story.claim("ada", 5)).containsExactly("high", "low", "none");
  }

  @Test
  void nothingStarvesBehindHigherPriority() {
    Story aging = Story.begins();
    aging.task("patient");
    aging.later(ofMinutes(46)).session("ada").task("urgent", s -> s.priority(9));
    assertThat(aging.claim("ada", 1)).as("nine steps of five minutes").containsExactly("patient");
  }

  @Test
  void workThatIsSpokenForIsNotWorkForTheNext() {
    story.task("t1").task("t2", s -> s.requires(capable("java")));
    assertThat(story.last().ready()).containsExactly("t2");
    assertThat(story.view().workFor("ada", Optional.empty(), task -> false)).contains("t1");
    assertThat(story.view().workFor("ada", Optional.empty(), "t1"::equals)).isEmpty();
    assertThat(story.claim("ada", 1)).containsExactly("t1");
    assertThat(story.last().ready()).isEmpty();
  }

  @Test
  void aSessionTakesWhatItIsMadeFor() {
    story.session(
        new SessionProfile(
            "bob",
            "ada",
            Tier.MANAGER,
            Provider.CODEX,
            List.of("python", "java"),
            Optional.empty(),
            Optional.empty(),
            9,
            "{}"));
    story.task("java", s -> s.requires(capable("java")));
    story.task("rust", s -> s.requires(capable("rust")));
    story.task(
        "boss",
        s -> s.requires(new Requires(Optional.of(Tier.MANAGER), Optional.empty(), List.of())));
    story.task(
        "codex",
        s -> s.requires(new Requires(Optional.empty(), Optional.of(Provider.CODEX), List.of())));
    assertThat(story.claim("ada", 9)).isEmpty();
    assertThat(story.view().hasWorkFor("ada", Optional.empty())).isFalse();
    assertThat(story.view().hasWorkFor("bob", Optional.empty())).isTrue();
    assertThat(story.claim("bob", 9)).containsExactly("java", "boss", "codex");
  }

  @Test
  void aTargetedTaskIsForItsTargetAlone() {
    story.session("bob").task("t1", s -> s.target("bob"));
    assertThat(story.claim("ada", 1)).isEmpty();
    assertThat(story.claim("bob", 1)).containsExactly("t1");
  }

  @Test
  void aSessionTakesNoMoreThanItHasRoomFor() {
    story.session(Story.workerWith("small", 2)).task("a").task("b").task("c");
    assertThat(story.claim("small", 5)).containsExactly("a", "b");
    assertThat(story.claim("small", 5)).isEmpty();
    story.complete("small", "a");
    assertThat(story.claim("small", 5)).containsExactly("c");
  }

  @Test
  void aClaimMayNameALesson() {
    story.task("a").task("b", s -> s.lesson("loops"));
    Reply reply = story.ask(new ClaimTasks("ada", OptionalLong.empty(), 5, Optional.of("loops")));
    assertThat(((Reply.Claimed) reply).tasks())
        .extracting(Reply.Claimed.One::taskId)
        .containsExactly("b");
  }

  @Test
  void aSessionsOwnLessonsComeFirstWithinTheBonus() {
    affinity(100, Optional.empty());
    story.task("older").task("oldest-of-all-but-low");
    beatFor(16);
    story.task("own", s -> s.lesson("loops"));
    assertThat(story.claim("ada", 1)).as("four minutes younger").containsExactly("own");
    beatFor(4);
    story.task("own-2", s -> s.lesson("loops"));
    assertThat(story.claim("ada", 1)).as("five minutes younger").containsExactly("older");
  }

  @Test
  void theLessonThatASessionIsHereForIsItsOwn() {
    story.session(
        new SessionProfile(
            "bob",
            "ada",
            Tier.WORKER,
            Provider.CLAUDE,
            List.of(),
            Optional.of("loops"),
            Optional.empty(),
            9,
            "{}"));
    story.task("other").later(ofSeconds(10)).task("own", s -> s.lesson("loops"));
    assertThat(story.claim("bob", 1)).containsExactly("own");
    assertThat(story.view().availableSessions(Optional.of("loops")))
        .extracting(session -> session.id())
        .containsExactly("bob", "ada");
  }

  @Test
  void halfAnAffinityIsHalfTheBonus() {
    affinity(50, Optional.empty());
    story.task("other");
    beatFor(12);
    story.task("own", s -> s.lesson("loops"));
    assertThat(story.claim("ada", 1)).as("three minutes younger").containsExactly("other");
  }

  @Test
  void anAffinityCountsInItsTimeWindowOnlyAlsoOverMidnight() {
    affinity(100, Optional.of(new TimeWindow(22 * 60, 6 * 60, "UTC")));
    story.task("other").task("own", s -> s.lesson("loops"));
    assertThat(story.claim("ada", 1)).as("at eight in the morning").containsExactly("other");

    Story night = Story.begins().later(ofHours(16));
    night.session("ada");
    night.ask(
        new SetAffinity(
            new Affinity(
                "ada", "loops", 100, Optional.of(new TimeWindow(22 * 60, 6 * 60, "UTC")))));
    night.task("other").task("own", s -> s.lesson("loops"));
    assertThat(night.claim("ada", 1)).as("at midnight").containsExactly("own");
  }

  @Test
  void whoWorksOnALessonGainsAffinityToIt() {
    story.task("t1", s -> s.lesson("loops")).claimed("ada", "t1");
    story.complete("ada", "t1");
    assertThat(story.events()).containsExactly("task.completed t1", "affinity.set ada");
    assertThat(story.view().affinity("ada", "loops").orElseThrow().score()).isEqualTo(10);
  }

  @Test
  void aPausedLessonIsPassedOver() {
    story.ask(new CreateLesson("loops", "Loops", 3, "{}"));
    story.task("t1", s -> s.lesson("loops")).task("t2");
    assertThat(story.taskOf("t1").priority()).as("the lesson's").isEqualTo(3);
    pause(true);
    assertThat(story.claim("ada", 5)).containsExactly("t2");
    pause(false);
    assertThat(story.claim("ada", 5)).containsExactly("t1");
  }

  @Test
  void aPausedQueueHandsOutNothing() {
    story.task("t1").ask(new PauseQueue());
    assertThat(story.claim("ada", 1)).isEmpty();
    assertThat(story.view().queue().paused()).isTrue();
    story.ask(new ResumeQueue());
    story.claimed("ada", "t1");
  }

  @Test
  void whoIsAvailableIsListedClosestAndLeastLoadedFirst() {
    story.session("bob").session("cleo").session("dan");
    story.task("t1").claimed("bob", "t1");
    story.ask(new SetAffinity(new Affinity("dan", "loops", 10, Optional.empty())));
    assertThat(story.view().availableSessions(Optional.of("loops")))
        .extracting(session -> session.id())
        .containsExactly("dan", "ada", "cleo", "bob");
  }

  private void pause(boolean paused) {
    story.ask(
        new UpdateLesson(
            "loops", Optional.empty(), OptionalInt.empty(), Optional.of(paused), Optional.empty()));
  }

  private void beatFor(int quarterMinutes) {
    for (int i = 0; i < quarterMinutes; i++) {
      story.later(ofSeconds(15)).heartbeat("ada");
    }
  }

  private static Requires capable(String capability) {
    return new Requires(Optional.empty(), Optional.empty(), List.of(capability));
  }

  private void affinity(int score, Optional<TimeWindow> window) {
    story.ask(new SetAffinity(new Affinity("ada", "loops", score, window)));
  }
}
