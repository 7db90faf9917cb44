package io.gaia.bench.quality.play;

import io.gaia.bench.quality.truth.DataSet;
import io.gaia.bench.quality.truth.Split;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.ItemBook;
import io.gaia.flink.detection.model.ItemRecord;
import io.gaia.flink.detection.model.Judgement;
import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.ObservationKind;
import io.gaia.flink.detection.model.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Plays a data set through the scoring in event order, as the detection job's history does, with
 * all of its students in class, and keeps the moments that the truth can judge.
 */
public final class PlayedData {

  /** Sees every moment: each event, and each time that the scoring looks at the clock. */
  public interface Watcher {
    void see(String studentId, String itemId, long at, Moment moment);
  }

  private record Seat(String studentId, String appName) {}

  private final DataSet data;
  private final Predicate<String> fittedOn;
  private final Watcher watcher;
  private final Map<Seat, LearnerState> learners = new HashMap<>();
  private final Map<Seat, SimpleCounts> counts = new HashMap<>();
  private final Map<String, ItemRecord> items = new HashMap<>();
  private final Map<List<String>, ItemRecord.Visit> visits = new HashMap<>();
  private final Presence presence = new Presence();
  private final TeacherAlerts alerts = new TeacherAlerts();
  private final List<Case> cases = new ArrayList<>();

  private PlayedData(DataSet data, Split split, Watcher watcher) {
    this.data = data;
    Map<String, Boolean> known = new HashMap<>();
    this.fittedOn = student -> known.computeIfAbsent(student, split::isFittedOn);
    this.watcher = watcher;
  }

  /**
   * Plays it whole.
   *
   * @param watcher told of the students that nothing was fitted on
   */
  public static PlayedData play(DataSet data, Split split, Watcher watcher) {
    PlayedData played = new PlayedData(data, split, watcher);
    data.events().forEach(played::take);
    return played;
  }

  public List<Case> cases() {
    return List.copyOf(cases);
  }

  public double unseenClassHours() {
    return presence.unseenClassHours();
  }

  public TeacherAlerts.Heard heard() {
    return alerts.heard(presence.classHours());
  }

  private void take(Observation raw) {
    boolean onItem = raw.kind() == ObservationKind.ATTEMPT && !raw.itemId().isEmpty();
    Observation event = onItem ? informed(raw) : raw;
    presence.take(event, !fittedOn.test(event.studentId()));
    Seat seat = new Seat(event.studentId(), event.appName());
    LearnerState learner = learners.computeIfAbsent(seat, absent -> new LearnerState());
    passTime(seat, learner, event.at());
    boolean active = presence.isActive(event.classroomId(), event.at());
    Learner.Outcome outcome = Learner.observe(learner, event, Settings.DEFAULT, active);
    count(seat).take(event);
    look(seat, learner, active, outcome.judgement(), Optional.of(event.eventId()));
    alerts.report(
        seat.studentId(), seat.appName(), learner, outcome.judgement(), outcome.changes());
  }

  private void passTime(Seat seat, LearnerState learner, long until) {
    while (learner.lastEventAt > 0
        && !Learner.isForgotten(learner)
        && Learner.nextDeadline(learner) < until) {
      long now = Learner.nextDeadline(learner);
      boolean active = presence.isActive(learner.classroomId, now);
      Learner.Outcome outcome = Learner.elapse(learner, now, Settings.DEFAULT, active);
      count(seat).passTime(now);
      look(seat, learner, active, outcome.judgement(), Optional.empty());
      List<EpisodeChange> changes = outcome.changes();
      if (!changes.isEmpty()) {
        alerts.report(seat.studentId(), seat.appName(), learner, outcome.judgement(), changes);
      }
    }
  }

  private SimpleCounts count(Seat seat) {
    return counts.computeIfAbsent(seat, absent -> new SimpleCounts());
  }

  private Observation informed(Observation attempt) {
    List<String> visit = List.of(attempt.studentId(), attempt.itemId());
    boolean first = !visits.containsKey(visit);
    String category = ItemBook.category(attempt.itemId());
    return attempt.withPeers(
        ItemBook.attempt(
            items.computeIfAbsent(attempt.itemId(), absent -> new ItemRecord()),
            items.computeIfAbsent('\u0000' + category, absent -> new ItemRecord()),
            visits.computeIfAbsent(visit, absent -> new ItemRecord.Visit()),
            first,
            attempt));
  }

  private void look(
      Seat seat,
      LearnerState learner,
      boolean active,
      Judgement judgement,
      Optional<String> eventId) {
    SimpleCounts simple = count(seat);
    Moment moment =
        new Moment(
            Learner.signals(learner, active),
            judgement.score(),
            judgement.own(),
            simple.minute(),
            simple.failures(),
            simple.secondsOnItem(learner.now),
            simple.othersAsFar());
    boolean fitted = fittedOn.test(seat.studentId());
    if (!fitted) {
      watcher.see(seat.studentId(), simple.itemId(), learner.now, moment);
    }
    data.truth()
        .at(seat.studentId(), eventId, learner.now)
        .ifPresent(
            verdict -> cases.add(new Case(verdict.group(), fitted, verdict.stuck(), moment)));
  }
}
