package io.gaia.server.classroom;

import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.TeacherAlert;
import java.time.Instant;
import java.util.List;

/**
 * What a teacher needs to judge how it went with one student: how the signals moved, how the class
 * did meanwhile, what was told and what was tried. From memory: what happened within a day.
 *
 * @param points the last ones, oldest first, closer together towards the end
 * @param classMinutes the class in the same app, from the first point on
 * @param alerts about the student or with the student in them, oldest first
 * @param interventions oldest first
 */
public record StudentStory(
    StudentTile student,
    List<StoryPoint> points,
    List<ClassMinute> classMinutes,
    List<TeacherAlert> alerts,
    List<Intervention> interventions) {

  /**
   * The mean of the students' scores in a minute.
   *
   * @param average 0 to 1
   */
  public record ClassMinute(Instant at, double average, int students) {

    static ClassMinute of(ClassroomSnapshot minute) {
      return new ClassMinute(
          minute.windowStart(), minute.averageFrustrationLevel(), minute.activeStudentCount());
    }
  }
}
