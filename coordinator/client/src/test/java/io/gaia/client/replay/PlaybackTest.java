package io.gaia.client.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.schemas.event.StudentEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaybackTest {

  private static final Instant START = Instant.parse("2026-01-31T09:30:00Z");

  private final VirtualClock clock = new VirtualClock();
  private final Arrivals arrivals = new Arrivals();

  @Test
  void eventsArriveAtThePaceOfTheLogDividedByTheSpeed() throws IOException {
    // the log: 0 s, 360 s, 390 s, 420 s, and after a pause of 73 minutes its end
    Playback playback = new Playback(course(), 60, "run-1");

    int sent = playback.play(clock, arrivals, done -> {});

    assertThat(sent).isEqualTo(5);
    assertThat(arrivals.at)
        .containsExactly(
            START,
            START.plusSeconds(6),
            START.plusMillis(6_500),
            START.plusSeconds(7),
            START.plusSeconds(7));
    assertThat(arrivals.flushed).isTrue();
  }

  @Test
  void timesKeepTheirDistancesAndTheLastIsNow() throws IOException {
    Recording recording = course();
    new Playback(recording, 60, "run-1").play(clock, arrivals, done -> {});

    List<StudentEvent> played = arrivals.events;
    assertThat(played.get(4).timestamp()).isEqualTo(clock.now());
    for (int i = 1; i < played.size(); i++) {
      assertThat(Duration.between(played.get(i - 1).timestamp(), played.get(i).timestamp()))
          .isEqualTo(
              Duration.between(
                  recording.events().get(i - 1).timestamp(),
                  recording.events().get(i).timestamp()));
    }
  }

  @Test
  void aSlowSinkMakesTheReplayLateButNeverAnEventEarly() throws IOException {
    arrivals.delay = Duration.ofSeconds(4);

    new Playback(course(), 60, "run-1").play(clock, arrivals, done -> {});

    for (int i = 0; i < arrivals.events.size(); i++) {
      assertThat(arrivals.events.get(i).timestamp()).isBeforeOrEqualTo(arrivals.at.get(i));
    }
    assertThat(arrivals.at.get(4)).isEqualTo(START.plusSeconds(18));
  }

  @Test
  void theSameRunIdGivesTheSameIdsAndAnotherRunOtherOnes() throws IOException {
    List<String> first = idsOfRun("run-1");
    List<String> again = idsOfRun("run-1");
    List<String> other = idsOfRun("run-2");

    assertThat(again).isEqualTo(first);
    assertThat(other).doesNotContainAnyElementsOf(first);
    assertThat(first).doesNotHaveDuplicates();
    assertThatThrownBy(() -> new Playback(course(), 1, "run 1")).hasMessageContaining("run id");
  }

  @Test
  void stoppingEndsTheReplayBetweenTwoEvents() throws IOException {
    clock.stopAt = START.plusMillis(6_200);

    int sent = new Playback(course(), 60, "run-1").play(clock, arrivals, done -> {});

    assertThat(sent).isEqualTo(2);
    assertThat(arrivals.events).hasSize(2);
  }

  private List<String> idsOfRun(String runId) throws IOException {
    Arrivals ofRun = new Arrivals();
    new Playback(course(), Pace.MAX_SPEED, runId).play(clock, ofRun, done -> {});
    return ofRun.events.stream().map(StudentEvent::eventId).toList();
  }

  private static Recording course() throws IOException {
    return Recording.read(Logs.handMade("demo-course/MainTable.csv"));
  }

  private static final class VirtualClock implements Pacer {
    private Instant now = START;
    private Instant stopAt = Instant.MAX;

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public boolean waitUntil(Instant time) {
      now = time.isAfter(now) ? time : now;
      return now.isBefore(stopAt);
    }
  }

  private final class Arrivals implements EventSink {
    private final List<StudentEvent> events = new ArrayList<>();
    private final List<Instant> at = new ArrayList<>();
    private Duration delay = Duration.ZERO;
    private boolean flushed;

    @Override
    public void send(StudentEvent event) {
      events.add(event);
      at.add(clock.now());
      clock.now = clock.now.plus(delay);
    }

    @Override
    public void flush() {
      flushed = true;
    }
  }
}
