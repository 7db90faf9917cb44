package io.gaia.server.classroom;

import io.gaia.schemas.event.StudentFrustration;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The scores of every student seen within {@code kept}, at most {@code maxStudents}; then those
 * seen longest ago go first. Not thread-safe.
 */
final class StudentBoard {

  private final Duration kept;
  private final int maxStudents;
  // in order of the last record, so that who was seen longest ago is first
  private final LinkedHashMap<String, StudentScores> byId = new LinkedHashMap<>();
  private final Map<String, TreeMap<String, StudentScores>> byClassroom = new HashMap<>();

  StudentBoard(Duration kept, int maxStudents) {
    this.kept = kept;
    this.maxStudents = maxStudents;
  }

  void apply(StudentFrustration score) {
    StudentScores known = byId.get(score.studentId());
    StudentScores next = known == null ? StudentScores.of(score) : known.with(score);
    forget(score.studentId());
    byId.put(score.studentId(), next);
    byClassroom
        .computeIfAbsent(next.classroomId(), id -> new TreeMap<>())
        .put(score.studentId(), next);
    if (byId.size() > maxStudents) {
      forget(byId.keySet().iterator().next());
    }
  }

  void forget(String studentId) {
    StudentScores gone = byId.remove(studentId);
    if (gone != null) {
      forgetInClassroom(gone);
    }
  }

  Set<String> ids() {
    return new HashSet<>(byId.keySet());
  }

  Optional<StudentScores> byId(String studentId) {
    return Optional.ofNullable(byId.get(studentId));
  }

  /** By student id. */
  Collection<StudentScores> ofClassroom(String classroomId) {
    return byClassroom.getOrDefault(classroomId, new TreeMap<>()).values();
  }

  void prune(Instant now) {
    Instant oldest = now.minus(kept);
    Iterator<StudentScores> students = byId.values().iterator();
    while (students.hasNext()) {
      StudentScores student = students.next();
      if (student.lastAt().isBefore(oldest)) {
        students.remove();
        forgetInClassroom(student);
      }
    }
  }

  private void forgetInClassroom(StudentScores gone) {
    TreeMap<String, StudentScores> ofClass = byClassroom.get(gone.classroomId());
    ofClass.remove(gone.studentId());
    if (ofClass.isEmpty()) {
      byClassroom.remove(gone.classroomId());
    }
  }
}
