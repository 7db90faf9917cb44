package io.gaia.client.replay;

import io.gaia.schemas.event.StudentEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a replay of a log for looking at will be.
 *
 * @param classroomId the class to look at; absent if the log names none
 * @param speed that makes it last about {@link #TARGET}
 * @param duration of the replay at that speed
 * @param students how many
 * @param classrooms their ids, sorted
 */
public record ReplayPlan(
    String school,
    LogFormat format,
    Optional<String> classroomId,
    double speed,
    int events,
    int students,
    List<String> classrooms,
    Duration duration) {

  public static final Duration TARGET = Duration.ofMinutes(8);

  public static ReplayPlan of(Path file) throws IOException {
    return of(Recording.read(file));
  }

  public static ReplayPlan of(Recording recording) {
    List<StudentEvent> events = recording.events();
    List<Instant> times = events.stream().map(StudentEvent::timestamp).toList();
    double active = Pace.activeTime(times).toMillis();
    double speed = Math.max(1, Math.ceil(active / TARGET.toMillis()));
    return new ReplayPlan(
        recording.school(),
        recording.format(),
        DemoClassroom.of(events),
        speed,
        events.size(),
        (int) events.stream().map(StudentEvent::studentId).distinct().count(),
        events.stream().flatMap(event -> event.classroomId().stream()).distinct().sorted().toList(),
        Pace.of(times, speed).duration());
  }
}
