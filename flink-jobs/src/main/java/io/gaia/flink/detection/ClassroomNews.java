package io.gaia.flink.detection;

/**
 * What every instance of the alert policy must know: who is in charge of a class, or that a student
 * was erased.
 *
 * @param classroomId empty of an erased student
 * @param teacherId empty when nobody is known
 * @param erasedStudentId empty of a class
 */
public record ClassroomNews(String classroomId, String teacherId, String erasedStudentId) {

  static ClassroomNews inCharge(String classroomId, String teacherId) {
    return new ClassroomNews(classroomId, teacherId, "");
  }

  static ClassroomNews erased(String studentId) {
    return new ClassroomNews("", "", studentId);
  }
}
