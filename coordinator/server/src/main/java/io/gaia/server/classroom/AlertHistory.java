package io.gaia.server.classroom;

import io.gaia.schemas.event.AlertAction;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.ErasedStudents;
import io.gaia.schemas.event.TeacherAlert;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is known of one alert, merged from its revisions. Any order and any repetition of the
 * same revisions gives the same history.
 *
 * <ul>
 *   <li>Detection says how the student is: its highest revision gives level, score and reasons.
 *   <li>Teachers say what was done: their highest revision gives the state and the action.
 *   <li>An escalation of a higher revision than the teacher's reopens the alert; the action stays
 *       to be seen. A detection revision that is no escalation does not reopen it.
 *   <li>What is detected again in one round is an escalation, whatever it is called: detection that
 *       was restarted may find a student worse at once than it had said before.
 *   <li>When detection resolves, the alert is resolved, whatever teachers did.
 *   <li>Snoozed counts as acknowledged until its end, then as open.
 *   <li>Two nodes may write the same revision at once: then the state that is further on counts,
 *       then the later time, then the teacher's id.
 * </ul>
 *
 * @param detection highest revision by detection
 * @param teacher highest revision by a teacher
 * @param rounds of detection, by number
 */
record AlertHistory(
    Optional<TeacherAlert> detection, Optional<TeacherAlert> teacher, Map<Long, Round> rounds) {

  /**
   * How bad it was found in one round.
   *
   * @param began lowest revision of the round
   * @param detected highest revision that was called detected; 0 if there was none
   * @param escalated highest revision that was called an escalation; 0 if there was none
   */
  record Round(long began, long detected, long escalated) {
    private static final Round NONE = new Round(Long.MAX_VALUE, 0, 0);

    Round with(TeacherAlert revision) {
      long number = revision.revision();
      return new Round(
          Math.min(began, number),
          revision.type() == AlertEventType.DETECTED ? Math.max(detected, number) : detected,
          revision.type() == AlertEventType.ESCALATED ? Math.max(escalated, number) : escalated);
    }

    long lastEscalation() {
      return detected > began ? Math.max(detected, escalated) : escalated;
    }
  }

  private static final Comparator<TeacherAlert> LATER =
      Comparator.comparingLong(TeacherAlert::revision)
          .thenComparing(TeacherAlert::state)
          .thenComparing(TeacherAlert::at)
          .thenComparing(alert -> alert.action().map(AlertAction::teacherId).orElse(""))
          .thenComparing(TeacherAlert::toString);

  private static final AlertHistory EMPTY =
      new AlertHistory(Optional.empty(), Optional.empty(), Map.of());

  static AlertHistory of(TeacherAlert first) {
    return EMPTY.with(first);
  }

  /** The same instance when the revision tells nothing new. */
  AlertHistory with(TeacherAlert revision) {
    if (!isByDetection(revision)) {
      return isNews(teacher, revision)
          ? new AlertHistory(detection, Optional.of(revision), rounds)
          : this;
    }
    Map<Long, Round> nextRounds = new HashMap<>(rounds);
    nextRounds.merge(
        revision.round(), Round.NONE.with(revision), (known, none) -> known.with(revision));
    AlertHistory next =
        new AlertHistory(
            isNews(detection, revision) ? Optional.of(revision) : detection,
            teacher,
            Map.copyOf(nextRounds));
    return next.equals(this) ? this : next;
  }

  /** The same without the erased; empty when it was about one of them. */
  Optional<AlertHistory> without(ErasedStudents erased) {
    Optional<TeacherAlert> ofDetection = detection.flatMap(it -> WithoutErased.of(it, erased));
    Optional<TeacherAlert> ofTeacher = teacher.flatMap(it -> WithoutErased.of(it, erased));
    return ofDetection.isEmpty() && ofTeacher.isEmpty()
        ? Optional.empty()
        : Optional.of(new AlertHistory(ofDetection, ofTeacher, rounds));
  }

  static boolean isByDetection(TeacherAlert revision) {
    return revision.revision() % TeacherAlert.DETECTION_REVISION_STEP == 0;
  }

  private static boolean isNews(Optional<TeacherAlert> known, TeacherAlert revision) {
    return known.isEmpty() || LATER.compare(revision, known.get()) > 0;
  }

  /** The alert as it stands, told as of its highest revision. */
  TeacherAlert current(Instant now) {
    return told(newest(), newest().revision(), now);
  }

  /** The alert as it stands, told as what {@code revision} brought; for the stream. */
  TeacherAlert toldAs(TeacherAlert revision) {
    return told(revision, revision.revision(), revision.at());
  }

  private TeacherAlert told(TeacherAlert as, long revision, Instant now) {
    TeacherAlert base = base();
    return new TeacherAlert(
        isWorse(as) ? AlertEventType.ESCALATED : as.type(),
        base.id(),
        base.episodeId(),
        base.kind(),
        base.classroomId(),
        base.studentId(),
        base.appName(),
        base.lessonId(),
        base.itemId(),
        base.level(),
        base.score(),
        base.reasons(),
        base.since(),
        as.at(),
        state(now),
        revision,
        base.quiet(),
        base.students(),
        action());
  }

  AlertState state(Instant now) {
    if (detection.map(TeacherAlert::state).equals(Optional.of(AlertState.RESOLVED))) {
      return AlertState.RESOLVED;
    }
    return teacher
        .filter(done -> done.revision() > lastEscalation())
        .map(done -> isSnoozeOver(done, now) ? AlertState.OPEN : done.state())
        .orElse(AlertState.OPEN);
  }

  /** The highest revision that was an escalation; 0 if there was none. */
  long lastEscalation() {
    return rounds.values().stream().mapToLong(Round::lastEscalation).max().orElse(0);
  }

  /** Whether it is detected though its round has begun: detection was restarted. */
  private boolean isWorse(TeacherAlert revision) {
    return revision.type() == AlertEventType.DETECTED
        && revision.revision() > rounds.getOrDefault(revision.round(), Round.NONE).began();
  }

  private static boolean isSnoozeOver(TeacherAlert done, Instant now) {
    return done.state() == AlertState.ACKNOWLEDGED
        && done.action()
            .flatMap(AlertAction::snoozedUntil)
            .filter(until -> !until.isAfter(now))
            .isPresent();
  }

  /** What a teacher did last. */
  Optional<AlertAction> action() {
    return teacher.flatMap(TeacherAlert::action);
  }

  /** When anything was last said about the alert, in event time. */
  Instant lastAt() {
    return newest().at();
  }

  String classroomId() {
    return base().classroomId();
  }

  /** Whether this revision is the newest that detection, or a teacher, has made. */
  boolean has(long revision) {
    return Stream.concat(detection.stream(), teacher.stream())
        .anyMatch(known -> known.revision() == revision);
  }

  long revision() {
    return newest().revision();
  }

  private TeacherAlert base() {
    return detection.or(() -> teacher).orElseThrow();
  }

  private TeacherAlert newest() {
    if (detection.isEmpty() || teacher.isEmpty()) {
      return base();
    }
    return detection.get().revision() > teacher.get().revision() ? detection.get() : teacher.get();
  }
}
