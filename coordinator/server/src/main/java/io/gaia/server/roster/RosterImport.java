package io.gaia.server.roster;

import java.util.List;

/**
 * What a set of files says.
 *
 * @param isBulk it is all that there is of its schools; otherwise only what has changed
 */
public record RosterImport(
    boolean isBulk, List<SchoolClass> classes, List<Enrollment> enrollments) {

  /**
   * A class of a school.
   *
   * @param isGone it is no more
   */
  public record SchoolClass(String id, String title, String schoolId, boolean isGone) {}

  /**
   * Somebody is in a class, or no longer.
   *
   * @param isPrimary of the teacher in charge
   * @param holds today; otherwise it is over, has not begun, or is to be deleted
   */
  public record Enrollment(
      String classId,
      String schoolId,
      String userId,
      EnrollmentRole role,
      boolean isPrimary,
      boolean holds) {}

  /** What one is to a class. Aides teach, as far as Gaia goes; the rest is passed over. */
  public enum EnrollmentRole {
    STUDENT,
    TEACHER
  }

  public RosterImport {
    classes = List.copyOf(classes);
    enrollments = List.copyOf(enrollments);
  }
}
