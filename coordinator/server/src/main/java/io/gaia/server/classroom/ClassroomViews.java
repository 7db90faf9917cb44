package io.gaia.server.classroom;

import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.DetectionRules;
import io.gaia.schemas.event.ErasedStudents;
import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.server.roster.Roster;
import java.time.Duration;
import java.time.Instant;
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
  private Map<String, DetectionRules> rules;
  private ClassroomPicture picture;
  // outlives a reading of the topics: nobody is erased less when they are read again
  private final ErasedStudents erased = new ErasedStudents();

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
          rules = new TreeMap<>();
          picture = new ClassroomPicture(alerts, students, snapshots);
        });
  }

  // records in

  /** The alert as the stream tells it; empty when the revision brought nothing new. */
  Optional<TeacherAlert> apply(TeacherAlert revision) {
    return write(
        () -> {
          classrooms.seen(revision.classroomId());
          return WithoutErased.of(revision, erased).flatMap(alerts::apply);
        });
  }

  void apply(StudentFrustration score) {
    if (erased.covers(score.studentId(), score.at())) {
      return;
    }
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

  void apply(DetectionRules rule) {
    change(() -> rules.put(rule.scope(), rule));
  }

  void apply(ClassroomSnapshot snapshot) {
    change(
        () -> {
          classrooms.seen(snapshot.classroomId());
          snapshots.apply(snapshot);
        });
  }

  void apply(Intervention intervention) {
    if (erased.covers(intervention.studentId(), intervention.at())) {
      return;
    }
    change(
        () -> {
          interventions.apply(intervention);
        });
  }

  void apply(Erasure erasure) {
    // those who wait for it see it with the next change, which forgetting the student is
    erased.apply(erasure);
  }

  ErasedStudents erased() {
    return erased;
  }

  /**
   * Forgets everybody who was erased.
   *
   * @return the classes that alerts told of them
   */
  Set<String> forgetErased() {
    return write(
        () -> {
          Set<String> known = students.ids();
          interventions.matching(help -> true).forEach(help -> known.add(help.studentId()));
          known.removeIf(student -> !isErased(student));
          known.forEach(students::forget);
          known.forEach(interventions::forgetStudent);
          return alerts.without(erased);
        });
  }

  private boolean isErased(String studentId) {
    return erased.of(studentId).filter(erasure -> erasure.readmittedAt().isEmpty()).isPresent();
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

  void forgetRule(String scope) {
    change(() -> rules.remove(scope));
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
                .map(classroom -> picture.summary(classroom, now))
                .toList());
  }

  Optional<ClassroomSummary> classroom(String classroomId, Instant now) {
    return read(
        () -> classrooms.byId(classroomId).map(classroom -> picture.summary(classroom, now)));
  }

  /** The class as it is recorded, or bare as it was seen. */
  Optional<Classroom> recordOf(String classroomId) {
    return read(() -> classrooms.byId(classroomId));
  }

  /** Who needs help first. */
  List<StudentTile> students(String classroomId, Instant now) {
    return read(
        () ->
            picture.tiles(classroomId, now).stream().sorted(StudentTile.NEEDS_HELP_FIRST).toList());
  }

  Optional<StudentTile> student(String studentId, Instant now) {
    return read(() -> picture.tile(studentId, now));
  }

  Optional<StudentStory> story(String studentId, Instant now) {
    return read(() -> picture.story(studentId, interventions, now));
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

  Roster roster() {
    return read(() -> new Roster(classrooms.recorded(), roster));
  }

  /** By scope. */
  List<DetectionRules> rules() {
    return read(() -> List.copyOf(rules.values()));
  }

  Optional<DetectionRules> rule(String scope) {
    return read(() -> Optional.ofNullable(rules.get(scope)));
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
