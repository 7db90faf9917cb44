package io.gaia.schemas.event;

import java.util.List;
import java.util.Optional;

/**
 * A class.
 *
 * @param name what teachers call it
 * @param teacherIds who may see it; the first one is in charge
 * @param size students enrolled, when known
 * @param timetable when it is in session, once somebody has set it
 */
public record Classroom(
    String classroomId,
    String name,
    List<String> teacherIds,
    Optional<Integer> size,
    Optional<Timetable> timetable) {

  /** Of which only that is known. */
  public static Classroom of(
      String classroomId, String name, List<String> teacherIds, Optional<Integer> size) {
    return new Classroom(classroomId, name, teacherIds, size, Optional.empty());
  }

  public Classroom named(String other) {
    return new Classroom(classroomId, other, teacherIds, size, timetable);
  }

  public Classroom taughtBy(List<String> teachers) {
    return new Classroom(classroomId, name, teachers, size, timetable);
  }

  public Classroom ofSize(int students) {
    return new Classroom(classroomId, name, teacherIds, Optional.of(students), timetable);
  }

  public Classroom with(Timetable other) {
    return new Classroom(classroomId, name, teacherIds, size, Optional.of(other));
  }
}
