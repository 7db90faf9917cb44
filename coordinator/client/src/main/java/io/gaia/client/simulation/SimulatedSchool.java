package io.gaia.client.simulation;

import io.gaia.schemas.event.StudentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A school without end: its events in time order, and the truth about who was in trouble. Pure: the
 * plan's seed and times are all it knows. Not thread-safe.
 */
public final class SimulatedSchool {

  /** One student in so many gets stuck in the opening. */
  private static final int STUDENTS_PER_SCENE = 7;

  private static final List<SimulatedStudent.Scene> SCENES =
      List.of(
          scene(2, TroubleKind.WRONG_ANSWERS),
          scene(6, TroubleKind.RAGE_CLICKS),
          scene(10, TroubleKind.GUESSING),
          scene(14, TroubleKind.HINT_CHAIN),
          scene(4, TroubleKind.ERASING),
          scene(-60, TroubleKind.SILENT));

  private final PriorityQueue<SimulatedStudent> byNextEvent =
      new PriorityQueue<>(
          Comparator.comparing((SimulatedStudent student) -> student.next().timestamp())
              .thenComparing(student -> student.next().studentId()));

  private Instant now;

  public SimulatedSchool(SchoolPlan plan) {
    now = plan.start();
    for (int classroom = 1; classroom <= plan.classrooms(); classroom++) {
      byNextEvent.addAll(students(plan, classroom));
    }
  }

  /** The next event's time. */
  public Instant nextTime() {
    return byNextEvent.element().next().timestamp();
  }

  /** Takes the next event. */
  public StudentEvent next() {
    SimulatedStudent student = byNextEvent.remove();
    StudentEvent event = student.take();
    byNextEvent.add(student);
    now = event.timestamp();
    return event;
  }

  /** Troubles that ended by the last event taken and were not told before, by their end. */
  public List<Trouble> takeEndedTroubles() {
    return byNextEvent.stream()
        .flatMap(student -> student.takeTroublesEndedBy(now).stream())
        .sorted(
            Comparator.comparing((Trouble trouble) -> trouble.until().orElse(Instant.MAX))
                .thenComparing(Trouble::studentId))
        .toList();
  }

  /** Troubles that go on at the last event taken, by student; their counts may be a step ahead. */
  public List<Trouble> ongoingTroubles() {
    return byNextEvent.stream()
        .flatMap(student -> student.troublesAt(now).stream())
        .sorted(Comparator.comparing(Trouble::studentId))
        .toList();
  }

  private static List<SimulatedStudent> students(SchoolPlan plan, int classroom) {
    int count = plan.studentsPerClassroom();
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      numbers.add(number);
    }
    Collections.shuffle(numbers, new Random(plan.seed() * 31 + classroom));
    int scenes = Math.max(1, count / STUDENTS_PER_SCENE);
    List<SimulatedStudent> students = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<SimulatedStudent.Scene> scene =
          i < scenes ? Optional.of(sceneOf(plan, classroom, i)) : Optional.empty();
      boolean types = scene.map(due -> due.kind() == TroubleKind.ERASING).orElse(i % 2 == 0);
      students.add(
          new SimulatedStudent(
              plan, "sim-c" + classroom, numbers.get(i), types ? App.TYPING : App.QUIZ, scene));
    }
    return students;
  }

  private static SimulatedStudent.Scene sceneOf(SchoolPlan plan, int classroom, int index) {
    SimulatedStudent.Scene scene = SCENES.get((index + 2 * (classroom - 1)) % SCENES.size());
    Instant at = plan.liveFrom().plus(Duration.between(Instant.EPOCH, scene.at()));
    return new SimulatedStudent.Scene(at.isBefore(plan.start()) ? plan.start() : at, scene.kind());
  }

  private static SimulatedStudent.Scene scene(int secondsAfterLive, TroubleKind kind) {
    return new SimulatedStudent.Scene(Instant.EPOCH.plusSeconds(secondsAfterLive), kind);
  }
}
