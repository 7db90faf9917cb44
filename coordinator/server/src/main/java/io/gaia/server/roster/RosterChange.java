package io.gaia.server.roster;

import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.server.roster.RosterImport.Enrollment;
import io.gaia.server.roster.RosterImport.EnrollmentRole;
import io.gaia.server.roster.RosterImport.SchoolClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What files change of the roster: only what is new, different or gone. Files of one school leave
 * other schools alone, and no file changes a timetable. A student without a class is gone, and
 * forgotten by detection.
 */
public record RosterChange(
    List<Classroom> classrooms,
    List<RosterEntry> students,
    Set<String> goneClassrooms,
    Set<String> goneStudents) {

  public static RosterChange of(RosterImport files, Roster now) {
    return new Difference(files, now).change();
  }

  public boolean isEmpty() {
    return classrooms.isEmpty()
        && students.isEmpty()
        && goneClassrooms.isEmpty()
        && goneStudents.isEmpty();
  }

  private static final class Difference {
    private final RosterImport files;
    private final Roster now;
    private final Set<String> schools = new HashSet<>();
    private final Map<String, RosterEntry> students;
    private final Map<String, Classroom> classrooms;
    private final Set<String> goneClassrooms = new TreeSet<>();

    Difference(RosterImport files, Roster now) {
      this.files = files;
      this.now = now;
      files.classes().forEach(each -> schools.add(each.schoolId()));
      files.enrollments().forEach(each -> schools.add(each.schoolId()));
      schools.remove("");
      students = new TreeMap<>(now.students());
      classrooms = new TreeMap<>(now.classrooms());
    }

    RosterChange change() {
      if (files.isBulk()) {
        beginAnew();
      }
      files.classes().forEach(this::take);
      files.enrollments().stream()
          .filter(each -> each.role() == EnrollmentRole.STUDENT)
          .forEach(this::takeStudent);
      takeTeachers();
      countStudents();
      goneClassrooms.forEach(classrooms::remove);
      goneClassrooms.retainAll(now.classrooms().keySet());
      return new RosterChange(
          classrooms.values().stream()
              .filter(each -> !each.equals(now.classrooms().get(each.classroomId())))
              .toList(),
          students.values().stream()
              .filter(each -> !each.equals(now.students().get(each.studentId())))
              .toList(),
          goneClassrooms,
          without(now.students().keySet(), students.keySet()));
    }

    /** What the files do not name of their schools is no more. */
    private void beginAnew() {
      Set<String> theirs = new HashSet<>();
      now.students().values().stream()
          .filter(each -> each.schoolId().filter(schools::contains).isPresent())
          .forEach(
              each -> {
                students.remove(each.studentId());
                theirs.addAll(each.classroomIds());
              });
      files.classes().forEach(each -> theirs.remove(each.id()));
      students.values().forEach(each -> theirs.removeAll(each.classroomIds()));
      goneClassrooms.addAll(theirs);
    }

    private void take(SchoolClass named) {
      if (named.isGone()) {
        goneClassrooms.add(named.id());
        List.copyOf(students.values()).forEach(each -> leave(each, named.id()));
        return;
      }
      classrooms.put(named.id(), classroom(named.id()).named(named.title()));
    }

    private Classroom classroom(String id) {
      return classrooms.getOrDefault(id, Classroom.of(id, id, List.of(), Optional.empty()));
    }

    private void takeStudent(Enrollment enrollment) {
      Optional<RosterEntry> known = Optional.ofNullable(students.get(enrollment.userId()));
      if (enrollment.holds()) {
        Set<String> classes =
            new LinkedHashSet<>(known.map(RosterEntry::classroomIds).orElse(List.of()));
        classes.add(enrollment.classId());
        Optional<String> school =
            Optional.of(enrollment.schoolId())
                .filter(id -> !id.isEmpty())
                .or(() -> known.flatMap(RosterEntry::schoolId));
        students.put(
            enrollment.userId(),
            new RosterEntry(enrollment.userId(), List.copyOf(classes), school));
      } else {
        known.ifPresent(entry -> leave(entry, enrollment.classId()));
      }
    }

    private void leave(RosterEntry entry, String classId) {
      List<String> left =
          entry.classroomIds().stream().filter(each -> !each.equals(classId)).toList();
      if (left.isEmpty()) {
        students.remove(entry.studentId());
      } else {
        students.put(entry.studentId(), new RosterEntry(entry.studentId(), left, entry.schoolId()));
      }
    }

    private void takeTeachers() {
      Map<String, List<Enrollment>> byClass = new TreeMap<>();
      if (files.isBulk()) {
        files.classes().stream()
            .filter(each -> !each.isGone())
            .forEach(each -> byClass.put(each.id(), new ArrayList<>()));
      }
      files.enrollments().stream()
          .filter(each -> each.role() == EnrollmentRole.TEACHER)
          .forEach(
              each -> byClass.computeIfAbsent(each.classId(), id -> new ArrayList<>()).add(each));
      byClass.forEach(this::takeTeachers);
    }

    private void takeTeachers(String classId, List<Enrollment> enrollments) {
      Classroom known = classroom(classId);
      Set<String> teachers = new LinkedHashSet<>();
      // who is in charge comes first
      enrollments.stream()
          .filter(each -> each.holds() && each.isPrimary())
          .forEach(each -> teachers.add(each.userId()));
      if (!files.isBulk()) {
        teachers.addAll(known.teacherIds());
      }
      for (Enrollment each : enrollments) {
        if (each.holds()) {
          teachers.add(each.userId());
        } else {
          teachers.remove(each.userId());
        }
      }
      classrooms.put(classId, known.taughtBy(List.copyOf(teachers)));
    }

    /** Of the classes that the files touch. */
    private void countStudents() {
      Map<String, Integer> sizes = new HashMap<>();
      files.classes().forEach(each -> sizes.put(each.id(), 0));
      files.enrollments().forEach(each -> sizes.put(each.classId(), 0));
      students.values().stream()
          .flatMap(each -> each.classroomIds().stream())
          .forEach(id -> sizes.computeIfPresent(id, (same, count) -> count + 1));
      sizes.forEach((id, size) -> classrooms.put(id, classroom(id).ofSize(size)));
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
      Set<String> left = new TreeSet<>(all);
      left.removeAll(others);
      return left;
    }
  }
}
