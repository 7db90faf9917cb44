package io.gaia.server.classroom;

import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Writes what teachers do to Kafka, and returns when Kafka has it and, as a rule, the view shows
 * it. On this node one wish about an alert is dealt with at a time, so the same wish twice is
 * written once.
 */
final class TeacherActions {

  /** Kafka has it by then; the answer only waits for the view to show it too. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

  private static final int STRIPES = 64;
  private static final int MAX_RAISES = 3;

  private final ClassroomViews views;
  private final EventPublisher publisher;
  private final InstantSource time;
  private final List<Object> stripes = new ArrayList<>();

  TeacherActions(ClassroomViews views, EventPublisher publisher, InstantSource time) {
    this.views = views;
    this.publisher = publisher;
    this.time = time;
    for (int i = 0; i < STRIPES; i++) {
      stripes.add(new Object());
    }
  }

  /**
   * Carries out a wish about an alert and returns the alert as it is then.
   *
   * @throws io.gaia.server.http.ProblemException 404 when the alert is gone, 409 when it cannot be,
   *     503 when Kafka is not known to have it
   */
  TeacherAlert carryOut(String alertId, BiFunction<AlertHistory, Instant, TeacherDecision> wish) {
    return oneAtATime(
        alertId,
        () -> {
          Instant now = time.instant();
          TeacherDecision decision = wish.apply(history(alertId), now);
          if (decision.refusal().isPresent()) {
            throw ProblemCode.WRONG_STATE.because(decision.refusal().get());
          }
          Optional<TeacherAlert> written =
              decision.revision().map(revision -> write(revision, List.of()));
          // should the view not show it yet, the answer does
          return written.map(history(alertId)::with).orElseGet(() -> history(alertId)).current(now);
        });
  }

  /**
   * Records help, and returns it as it was recorded. About an alert it is a revision of that alert,
   * otherwise a record of its own. Repeating it with the same ids is safe.
   *
   * @param helps one for each student who was helped at once, all about the same alert if any
   */
  Intervention record(List<Intervention> helps, Optional<StudentTile> student) {
    Intervention first = helps.get(0);
    return oneAtATime(
        first.alertId().orElse(first.id()),
        () -> {
          List<Outgoing> beside =
              helps.stream()
                  .map(help -> Outgoing.of(Topic.INTERVENTIONS, help.studentId(), help))
                  .toList();
          write(revisionFor(first, student), beside);
          views.awaitThat(() -> views.intervention(first.id()).isPresent(), SHOWN_WITHIN);
          return first;
        });
  }

  private TeacherAlert revisionFor(Intervention help, Optional<StudentTile> student) {
    if (help.alertId().isEmpty()) {
      return TeacherDecision.helpWithoutAlert(help, student);
    }
    TeacherDecision decision =
        TeacherDecision.intervene(history(help.alertId().get()), help, help.at());
    return decision
        .revision()
        .orElseThrow(() -> ProblemCode.WRONG_STATE.because(decision.refusal().orElseThrow()));
  }

  private TeacherAlert write(TeacherAlert wish, List<Outgoing> beside) {
    List<Outgoing> outgoing = new ArrayList<>(beside);
    outgoing.add(Outgoing.of(Topic.TEACHER_ALERTS, wish.classroomId(), wish));
    publisher.publishAll(outgoing);
    TeacherAlert revision = wish;
    for (int raises = 0; raises < MAX_RAISES; raises++) {
      if (!isShown(revision) || !wasOvertaken(revision)) {
        break;
      }
      revision = TeacherDecision.raised(history(revision.id()), revision);
      publisher.publish(Outgoing.of(Topic.TEACHER_ALERTS, revision.classroomId(), revision));
    }
    return revision;
  }

  private boolean isShown(TeacherAlert revision) {
    return views.awaitThat(
        () ->
            views
                .alertHistory(revision.id())
                .flatMap(AlertHistory::teacher)
                .filter(known -> known.revision() >= revision.revision())
                .isPresent(),
        SHOWN_WITHIN);
  }

  /**
   * Detection told of the alert again while the wish was on its way, and it was no escalation: the
   * wish holds, but readers who keep the highest revision would not see it.
   */
  private boolean wasOvertaken(TeacherAlert revision) {
    AlertHistory history = history(revision.id());
    return history.revision() > revision.revision()
        && history.lastEscalation() < revision.revision()
        && history.teacher().equals(Optional.of(revision));
  }

  private AlertHistory history(String alertId) {
    return views
        .alertHistory(alertId)
        .orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no such alert"));
  }

  private <T> T oneAtATime(String id, Supplier<T> action) {
    synchronized (stripes.get(Math.floorMod(id.hashCode(), STRIPES))) {
      return action.get();
    }
  }
}
