package io.gaia.server.classroom;

import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The current view of classes, students and alerts, fed by one thread with the topics' records and
 * read by any. Memory is bounded: what is old, or too much, is forgotten.
 */
public final class ClassroomViews {

  static final Duration KEPT = Duration.ofHours(24);

  private static final int MAX_ALERTS = 50_000;
  private static final int MAX_STUDENTS = 100_000;
  private static final int MAX_INTERVENTIONS = 10_000;
  private static final int SNAPSHOT_MINUTES = 120;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Condition changed = lock.writeLock().newCondition();
  private AlertBoard alerts;
  private StudentBoard students;
  private ClassroomRegistry classrooms;
  private RecentSnapshots snapshots;
  private RecentInterventions interventions;
  private Map<String, RosterEntry> roster;

  public ClassroomViews() {
    reset();
  }

  /** Forgets everything, for reading the topics from their beginning again. */
  void reset() {
    change(
        () -> {
          alerts = new AlertBoard(KEPT, MAX_ALERTS);
          students = new StudentBoard(KEPT, MAX_STUDENTS);
          classrooms = new ClassroomRegistry();
          snapshots = new RecentSnapshots(SNAPSHOT_MINUTES);
          interventions = new RecentInterventions(MAX_INTERVENTIONS);
          roster = new TreeMap<>();
        });
  }

  // records in

  /** The alert as the stream tells it; empty when the revision brought nothing new. */
  Optional<TeacherAlert> apply(TeacherAlert revision) {
    return write(
        () -> {
          classrooms.seen(revision.classroomId());
          return alerts.apply(revision);
        });
  }

  void apply(StudentFrustration score) {
    change(
        () -> {
          classrooms.seen(score.classroomId());
          students.apply(score);
        });
  }

  void apply(Classroom classroom) {
    change(
        () -> {
          classrooms.apply(classroom);
        });
  }

  void apply(RosterEntry entry) {
    change(() -> roster.put(entry.studentId(), entry));
  }

  void apply(ClassroomSnapshot snapshot) {
    change(
        () -> {
          classrooms.seen(snapshot.classroomId());
          snapshots.apply(snapshot);
        });
  }

  void apply(Intervention intervention) {
    change(
        () -> {
          interventions.apply(intervention);
        });
  }

  void forgetStudent(String studentId) {
    change(
        () -> {
          students.forget(studentId);
          interventions.forgetStudent(studentId);
        });
  }

  void forgetRosterEntry(String studentId) {
    change(() -> roster.remove(studentId));
  }

  void forgetClassroom(String classroomId) {
    change(
        () -> {
          classrooms.forget(classroomId);
          snapshots.forget(classroomId);
        });
  }

  void forgetSnapshots(String classroomId) {
    change(() -> snapshots.forget(classroomId));
  }

  void prune(Instant now) {
    change(
        () -> {
          alerts.prune(now);
          students.prune(now);
          snapshots.prune(now.minus(KEPT));
          interventions.prune(now.minus(KEPT));
        });
  }

  // views out

  /** Records that the topic of classes lacks. */
  Set<Classroom> unwrittenClassrooms() {
    return read(() -> classrooms.unwritten());
  }

  List<String> teachersOf(String classroomId) {
    return read(() -> classrooms.teachersOf(classroomId));
  }

  /** Every class that is {@code visible} by its id and teachers, by id. */
  List<ClassroomSummary> classrooms(Predicate<Classroom> visible, Instant now) {
    return read(
        () ->
            classrooms.ids().stream()
                .map(id -> classrooms.byId(id).orElseThrow())
                .filter(visible)
                .map(classroom -> summary(classroom, now))
                .toList());
  }

  Optional<ClassroomSummary> classroom(String classroomId, Instant now) {
    return read(() -> classrooms.byId(classroomId).map(classroom -> summary(classroom, now)));
  }

  /** Who needs help first. */
  List<StudentTile> students(String classroomId, Instant now) {
    return read(
        () -> tiles(classroomId, now).stream().sorted(StudentTile.NEEDS_HELP_FIRST).toList());
  }

  Optional<StudentTile> student(String studentId, Instant now) {
    return read(
        () ->
            students
                .byId(studentId)
                .map(
                    scores ->
                        StudentTile.of(
                            scores,
                            Optional.ofNullable(
                                alertByStudent(scores.classroomId(), now).get(studentId)),
                            now)));
  }

  Optional<TeacherAlert> alert(String id, Instant now) {
    return read(() -> alerts.byId(id).map(history -> history.current(now)));
  }

  Optional<AlertHistory> alertHistory(String id) {
    return read(() -> alerts.byId(id));
  }

  /**
   * Every alert that is wanted, in no order.
   *
   * @param classroomId absent: of every class
   */
  List<TeacherAlert> alerts(
      Optional<String> classroomId, Predicate<TeacherAlert> wanted, Instant now) {
    return read(
        () ->
            classroomId.map(alerts::ofClassroom).orElseGet(alerts::all).stream()
                .map(history -> history.current(now))
                .filter(wanted)
                .toList());
  }

  List<ClassroomSnapshot> snapshots(String classroomId, Instant from, Instant to) {
    return read(() -> snapshots.between(classroomId, from, to));
  }

  /** How far back {@link #snapshots} reaches. */
  Optional<Instant> oldestSnapshot(String classroomId) {
    return read(() -> snapshots.oldestOf(classroomId));
  }

  List<Intervention> interventions(Predicate<Intervention> wanted) {
    return read(() -> interventions.matching(wanted));
  }

  Optional<Intervention> intervention(String id) {
    return read(() -> interventions.byId(id));
  }

  /** Students who send events and are in no class, neither by event nor by roster. */
  List<StudentTile> unknownStudents(Instant now) {
    return read(
        () ->
            students.ofClassroom(ClassroomRegistry.UNASSIGNED).stream()
                .filter(scores -> !roster.containsKey(scores.studentId()))
                .map(scores -> StudentTile.of(scores, Optional.empty(), now))
                .toList());
  }

  private ClassroomSummary summary(Classroom classroom, Instant now) {
    String id = classroom.classroomId();
    List<StudentTile> tiles = tiles(id, now);
    Collection<AlertHistory> ofClass = alerts.ofClassroom(id);
    Stream<Instant> lastAts =
        Stream.of(
                tiles.stream().map(StudentTile::at),
                ofClass.stream().map(AlertHistory::lastAt),
                snapshots.lastOf(id).stream())
            .flatMap(times -> times);
    return new ClassroomSummary(
        id,
        classroom.name(),
        classroom.teacherIds(),
        classroom.size(),
        tiles.size(),
        (int) tiles.stream().filter(StudentTile::isStruggling).count(),
        (int) ofClass.stream().filter(alert -> alert.state(now) == AlertState.OPEN).count(),
        tiles.stream()
            .map(StudentTile::level)
            .max(FrustrationLevel::compareTo)
            .orElse(FrustrationLevel.NONE),
        lastAts.max(Instant::compareTo));
  }

  private List<StudentTile> tiles(String classroomId, Instant now) {
    Map<String, AlertHistory> alertOf = alertByStudent(classroomId, now);
    List<StudentTile> tiles = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    for (StudentScores scores : students.ofClassroom(classroomId)) {
      shown.add(scores.studentId());
      tiles.add(StudentTile.of(scores, Optional.ofNullable(alertOf.get(scores.studentId())), now));
    }
    alertOf.forEach(
        (studentId, alert) -> {
          if (!shown.contains(studentId) && students.byId(studentId).isEmpty()) {
            tiles.add(StudentTile.of(studentId, alert, now));
          }
        });
    return tiles;
  }

  /** The unresolved alert about each student; their own goes before one about the class. */
  private Map<String, AlertHistory> alertByStudent(String classroomId, Instant now) {
    Map<String, AlertHistory> ownAlert = new TreeMap<>();
    Map<String, AlertHistory> classAlert = new TreeMap<>();
    for (AlertHistory history : alerts.ofClassroom(classroomId)) {
      if (history.state(now) != AlertState.RESOLVED) {
        TeacherAlert alert = history.current(now);
        if (alert.kind() == AlertKind.CLASS) {
          alert.students().forEach(student -> classAlert.put(student, history));
        } else {
          alert
              .studentId()
              .ifPresent(student -> ownAlert.merge(student, history, ClassroomViews::moreUrgent));
        }
      }
    }
    classAlert.forEach(ownAlert::putIfAbsent);
    return ownAlert;
  }

  private static AlertHistory moreUrgent(AlertHistory one, AlertHistory other) {
    TeacherAlert a = one.current(Instant.MIN);
    TeacherAlert b = other.current(Instant.MIN);
    int byLevel = a.level().compareTo(b.level());
    boolean first = byLevel > 0 || (byLevel == 0 && a.id().compareTo(b.id()) < 0);
    return first ? one : other;
  }

  /** Waits until something holds of the views; false when it does not in time. */
  boolean awaitThat(BooleanSupplier holds, Duration atMost) {
    long left = atMost.toNanos();
    lock.writeLock().lock();
    try {
      while (!holds.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private <T> T read(Supplier<T> view) {
    lock.readLock().lock();
    try {
      return view.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void change(Runnable change) {
    lock.writeLock().lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private <T> T write(Supplier<T> change) {
    lock.writeLock().lock();
    try {
      T result = change.get();
      changed.signalAll();
      return result;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
