package io.gaia.flink.detection.model;

import java.util.List;

/**
 * Which of a student's classes an event belongs to that names none itself. The first that holds for
 * any of them decides:
 *
 * <ol>
 *   <li>the class's timetable names the event's lesson;
 *   <li>the event falls into the class's hours, and into its apps if it names any;
 *   <li>the class's timetable names the event's app.
 * </ol>
 *
 * <p>Where it holds for several, the next one decides between these; in the end, or when nothing
 * holds, the order of the roster does. The event's own time counts, so that a replay finds the same
 * classes again.
 */
public final class ClassInSession {
  private static final int BY_LESSON = 4;
  private static final int BY_HOURS = 2;
  private static final int BY_APP = 1;

  private ClassInSession() {}

  /** Knows every class's timetable. */
  @FunctionalInterface
  public interface Timetables {
    /** {@link Timetable#EMPTY} when nobody has set it. */
    Timetable of(String classroomId) throws Exception;
  }

  /**
   * @param classroomIds of the student, at least one, in the order of the roster
   * @param lessonId empty when the event names none
   * @param at epoch milliseconds
   */
  public static String choose(
      List<String> classroomIds, Timetables timetables, String lessonId, String appName, long at)
      throws Exception {
    String chosen = classroomIds.get(0);
    if (classroomIds.size() == 1) {
      return chosen;
    }
    int best = 0;
    for (String each : classroomIds) {
      int claim = claim(timetables.of(each), lessonId, appName, at);
      if (claim > best) {
        best = claim;
        chosen = each;
      }
    }
    return chosen;
  }

  /** The stronger ones outweigh all that are weaker. */
  private static int claim(Timetable timetable, String lessonId, String appName, long at) {
    return (timetable.lessonIds().contains(lessonId) ? BY_LESSON : 0)
        + (timetable.isInSession(appName, at) ? BY_HOURS : 0)
        + (timetable.appNames().contains(appName) ? BY_APP : 0);
  }
}
