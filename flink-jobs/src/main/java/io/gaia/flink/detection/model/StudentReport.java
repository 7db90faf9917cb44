package io.gaia.flink.detection.model;

import java.util.List;

/**
 * How one student is doing in one app, as the class needs to know it.
 *
 * @param struggling level of the struggle, classmates and silence not looked at
 * @param changes of the student's episode, in order
 * @param erased the student is to be forgotten
 * @param schoolId empty when nobody knows
 */
public record StudentReport(
    String classroomId,
    String studentId,
    String appName,
    String lessonId,
    String itemId,
    Level struggling,
    double score,
    long at,
    List<EpisodeChange> changes,
    boolean erased,
    String schoolId) {

  public static StudentReport erased(
      String classroomId, String studentId, String appName, long at) {
    return new StudentReport(
        classroomId, studentId, appName, "", "", Level.NONE, 0, at, List.of(), true, "");
  }
}
