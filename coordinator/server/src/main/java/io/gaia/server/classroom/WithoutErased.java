package io.gaia.server.classroom;

import io.gaia.schemas.event.ErasedStudents;
import io.gaia.schemas.event.TeacherAlert;
import java.util.List;
import java.util.Optional;

/** Alerts as they are to be told once students were erased. */
final class WithoutErased {

  private WithoutErased() {}

  /** Empty when it is about an erased student; an alert of a class goes on without them. */
  static Optional<TeacherAlert> of(TeacherAlert alert, ErasedStudents erased) {
    if (alert.studentId().filter(student -> erased.covers(student, alert.at())).isPresent()) {
      return Optional.empty();
    }
    List<String> others =
        alert.students().stream().filter(student -> !erased.covers(student, alert.at())).toList();
    return Optional.of(others.size() == alert.students().size() ? alert : alert.ofStudents(others));
  }
}
