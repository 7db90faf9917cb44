package io.gaia.client.replay;

import io.gaia.schemas.event.StudentEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/**
 * Plays a recording as live events: paced, shifted in time, with ids of this run. When the sink is
 * slow or down the replay is late and catches up; an event is never ahead of its time.
 */
public final class Playback {

  /** What a run id looks like: it becomes part of every event id. */
  public static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9._-]{1,60}");

  private static final int MAX_ID_LENGTH = 200;

  private final Recording recording;
  private final Pace pace;
  private final String runId;

  /**
   * @param speed as for {@link Pace#of}
   * @param runId as {@link #RUN_ID}; the same recording with the same run id gives the same event
   *     ids
   */
  public Playback(Recording recording, double speed, String runId) {
    if (!RUN_ID.matcher(runId).matches()) {
      throw new IllegalArgumentException("a run id takes " + RUN_ID + ", not '" + runId + "'");
    }
    List<Instant> times = recording.events().stream().map(StudentEvent::timestamp).toList();
    this.recording = recording;
    this.pace = Pace.of(times, speed);
    this.runId = runId;
  }

  /** How long it takes. */
  public Duration duration() {
    return pace.duration();
  }

  /**
   * @param onSent gets the number of events sent so far
   * @return how many were sent: all, unless the pacer says stop
   */
  public int play(Pacer pacer, EventSink sink, IntConsumer onSent) {
    Instant start = pacer.now();
    Duration shift = pace.shift(start);
    List<StudentEvent> events = recording.events();
    for (int i = 0; i < events.size(); i++) {
      if (!pacer.waitUntil(start.plus(pace.offset(i)))) {
        return i;
      }
      sink.send(ofThisRun(events.get(i), shift));
      onSent.accept(i + 1);
    }
    sink.flush();
    return events.size();
  }

  private StudentEvent ofThisRun(StudentEvent event, Duration shift) {
    return EventChanges.withRun(
        event,
        idOfThisRun(event.eventId()),
        idOfThisRun(event.sessionId()),
        event.timestamp().plus(shift));
  }

  private String idOfThisRun(String id) {
    String longId = runId + "-" + id;
    return longId.length() <= MAX_ID_LENGTH
        ? longId
        : runId + "-" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }
}
