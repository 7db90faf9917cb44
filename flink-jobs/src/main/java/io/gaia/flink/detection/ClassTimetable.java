package io.gaia.flink.detection;

import io.gaia.flink.common.RawRecord;
import io.gaia.flink.detection.model.Timetable;
import io.gaia.flink.detection.model.WeeklyHours;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.json.EventCodec;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * When a class is in session, as every instance must know that has to find a student's class.
 *
 * @param timetable empty when the class has none, or is gone
 */
public record ClassTimetable(String classroomId, Timetable timetable) {

  /** About no class. */
  public static final ClassTimetable NONE = new ClassTimetable("", Timetable.EMPTY);

  /**
   * Reads a record of the topic of classes.
   *
   * @throws UncheckedIOException if it is none
   * @throws IllegalArgumentException if a field is not what it takes, with its name
   */
  public static ClassTimetable read(RawRecord record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.isTombstone()) {
      return new ClassTimetable(key, Timetable.EMPTY);
    }
    Classroom classroom = EventCodec.fromBytes(record.value(), Classroom.class);
    return new ClassTimetable(
        classroom.classroomId(),
        classroom.timetable().map(ClassTimetable::checked).orElse(Timetable.EMPTY));
  }

  private static Timetable checked(io.gaia.schemas.event.Timetable written) {
    written
        .fault()
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(fault.in("timetable").toString());
            });
    return new Timetable(
        written.lessonIds(),
        written.appNames(),
        written.hours().stream()
            .map(each -> WeeklyHours.of(each.from(), each.until(), each.zone(), each.days()))
            .toList());
  }
}
