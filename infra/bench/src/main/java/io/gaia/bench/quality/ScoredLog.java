package io.gaia.bench.quality;

import io.gaia.flink.detection.model.AlertCare;
import io.gaia.flink.detection.model.AlertWord;
import io.gaia.flink.detection.model.CareSettings;
import io.gaia.flink.detection.model.CareState;
import io.gaia.flink.detection.model.ClassPolicy;
import io.gaia.flink.detection.model.ClassState;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.ItemBook;
import io.gaia.flink.detection.model.ItemRecord;
import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.Settings;
import io.gaia.flink.detection.model.StudentReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plays a log through the scoring in event order, as the detection job's history does, and keeps
 * what it said. Nobody is told of silence here: these logs do not show it.
 */
final class ScoredLog {
  /** The failed attempts at which a case is judged. */
  static final List<Integer> JUDGED_AT = List.of(2, 3, 5, 8);

  private static final long HOUR_MILLIS = 3_600_000;

  private final Labels labels;
  private final Map<String, LearnerState> learners = new HashMap<>();
  private final Map<String, ClassState> classes = new HashMap<>();
  private final Map<String, CareState> teachers = new HashMap<>();
  private final Map<String, ItemRecord> items = new HashMap<>();
  private final Map<String, ItemRecord.Visit> visits = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, List<Long>> recentErrors = new HashMap<>();
  private final Set<String> classHours = new HashSet<>();

  final Map<Integer, Map<String, RankedCases>> cases = new TreeMap<>();
  int loud;
  int quiet;
  int classWide;

  ScoredLog(List<Observation> events) {
    labels = new Labels(events);
    events.forEach(this::play);
  }

  int classHours() {
    return classHours.size();
  }

  private void play(Observation raw) {
    Observation event = Labels.isAttempt(raw) ? informed(raw) : raw;
    classHours.add(event.classroomId() + event.at() / HOUR_MILLIS);
    String who = event.studentId() + '\u0000' + event.appName();
    LearnerState learner = learners.computeIfAbsent(who, absent -> new LearnerState());
    List<EpisodeChange> changes = new ArrayList<>();
    while (learner.lastEventAt > 0
        && !Learner.isForgotten(learner)
        && Learner.nextDeadline(learner) < event.at()) {
      long deadline = Learner.nextDeadline(learner);
      Learner.Outcome outcome = Learner.elapse(learner, deadline, Settings.DEFAULT, false);
      changes.addAll(outcome.changes());
    }
    Learner.Outcome outcome = Learner.observe(learner, event, Settings.DEFAULT, false);
    changes.addAll(outcome.changes());
    report(event, learner, outcome, changes);
    judge(raw, event, outcome);
  }

  private Observation informed(Observation attempt) {
    String visit = Labels.visit(attempt);
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

  private void report(
      Observation event,
      LearnerState learner,
      Learner.Outcome outcome,
      List<EpisodeChange> changes) {
    String classroom = event.classroomId();
    ClassState state = classes.computeIfAbsent(classroom, absent -> new ClassState());
    while (state.now > 0 && ClassPolicy.nextDeadline(state) < event.at()) {
      count(ClassPolicy.elapse(classroom, state, ClassPolicy.nextDeadline(state)));
    }
    count(
        ClassPolicy.report(
            state,
            new StudentReport(
                classroom,
                event.studentId(),
                event.appName(),
                learner.lessonId,
                learner.itemId,
                Level.of(outcome.judgement().absoluteStruggle()),
                learner.score,
                event.at(),
                changes,
                false,
                "")));
  }

  private void count(List<AlertWord> words) {
    for (AlertWord each : words) {
      AlertWord word = AlertCare.toTeacher(teacher(each), each, CareSettings.DEFAULT);
      if (word.kind() != AlertWord.Kind.DETECTED) {
        continue;
      }
      if (word.isClassWide()) {
        classWide++;
      } else if (word.quiet()) {
        quiet++;
      } else {
        loud++;
      }
    }
  }

  /** Every class has a teacher of its own. */
  private CareState teacher(AlertWord word) {
    return teachers.computeIfAbsent(word.classroomId(), absent -> new CareState());
  }

  private void judge(Observation raw, Observation event, Learner.Outcome outcome) {
    if (!Labels.isAttempt(raw) || raw.success()) {
      return;
    }
    List<Long> errors =
        recentErrors.computeIfAbsent(event.studentId(), absent -> new ArrayList<>());
    errors.add(event.at());
    errors.removeIf(at -> at <= event.at() - 60_000);
    int count = failures.merge(Labels.visit(raw), 1, Integer::sum);
    if (!JUDGED_AT.contains(count)) {
      return;
    }
    labels
        .isStuckAfter(raw)
        .ifPresent(
            stuck -> {
              add(count, "our score", outcome.judgement().score(), stuck);
              add(
                  count,
                  "the one-minute rule (errors over 1, 3, 5)",
                  oneMinuteRule(errors.size()),
                  stuck);
              double others = Math.max(1, event.peers().students());
              add(
                  count,
                  "share of others who failed as often",
                  event.peers().reached() / others,
                  stuck);
              add(
                  count,
                  "of those, the share not over it",
                  1 - (event.peers().recovered() + 1.0) / (event.peers().reached() + 2.0),
                  stuck);
            });
  }

  /** Errors within a minute: over 1 medium, over 3 high, over 5 critical. */
  private static double oneMinuteRule(int errors) {
    return errors > 5 ? 3 : errors > 3 ? 2 : errors > 1 ? 1 : 0;
  }

  private void add(int at, String by, double score, boolean stuck) {
    cases
        .computeIfAbsent(at, absent -> new TreeMap<>())
        .computeIfAbsent(by, absent -> new RankedCases())
        .add(score, stuck);
  }
}
