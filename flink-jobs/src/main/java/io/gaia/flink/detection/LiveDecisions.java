package io.gaia.flink.detection;

import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.Judgement;
import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Level;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.Settings;
import io.gaia.flink.detection.model.StudentReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.metrics.Counter;

/** Decides on each event as it comes; never waits for a watermark. */
final class LiveDecisions {
  private final MapState<String, LiveState> apps;
  private final Counter scores;

  /**
   * @param scores counts what is published of students
   */
  LiveDecisions(MapState<String, LiveState> apps, Counter scores) {
    this.apps = apps;
    this.scores = scores;
  }

  void observe(Observation event, Turn turn) throws Exception {
    String app = event.appName();
    String classroom = turn.classroom(event);
    LiveState known = apps.get(app);
    if (known == null) {
      turn.student().liveApps.add(app);
      turn.changed();
    }
    LiveState state = upTo(event.at(), app, known, turn);
    Settings settings = settings(app, classroom, turn);
    Learner.Outcome outcome =
        Learner.observe(
            state.learner, event.inClassroom(classroom), settings, turn.classIsActive(classroom));
    tell(app, state, outcome, turn);
    apps.put(app, state);
    turn.liveBy(Learner.nextDeadline(state.learner));
  }

  /** The watermark's timers are a bit behind, so an event first lets the time before it pass. */
  private LiveState upTo(long time, String app, LiveState known, Turn turn) throws Exception {
    if (known == null) {
      return new LiveState();
    }
    LearnerState learner = known.learner;
    for (long deadline = Learner.nextDeadline(learner);
        deadline < time;
        deadline = Learner.nextDeadline(learner)) {
      Settings settings = settings(app, learner.classroomId, turn);
      boolean active = turn.classIsActive(learner.classroomId);
      tell(app, known, Learner.elapse(learner, deadline, settings, active), turn);
      if (Learner.isForgotten(learner)) {
        return new LiveState();
      }
    }
    return known;
  }

  private static Settings settings(String app, String classroomId, Turn turn) throws Exception {
    return Rules.inForce(turn.rules(), turn.student().schoolId, app, classroomId);
  }

  void elapse(long now, Turn turn) throws Exception {
    List<String> forgotten = new ArrayList<>();
    for (String app : turn.student().liveApps) {
      LiveState state = apps.get(app);
      LearnerState learner = state.learner;
      if (Learner.nextDeadline(learner) > now) {
        turn.liveBy(Learner.nextDeadline(learner));
        continue;
      }
      Settings settings = settings(app, learner.classroomId, turn);
      Learner.Outcome outcome =
          Learner.elapse(learner, now, settings, turn.classIsActive(learner.classroomId));
      tell(app, state, outcome, turn);
      if (Learner.isForgotten(learner)) {
        forgotten.add(app);
      } else {
        apps.put(app, state);
        turn.liveBy(Learner.nextDeadline(learner));
      }
    }
    for (String app : forgotten) {
      apps.remove(app);
      turn.student().liveApps.remove(app);
      turn.changed();
    }
  }

  private void tell(String app, LiveState state, Learner.Outcome outcome, Turn turn) {
    String studentId = turn.studentId();
    LearnerState learner = state.learner;
    Judgement judgement = outcome.judgement();
    boolean scoreChanged = state.published.scoreChanged(learner, judgement);
    if (scoreChanged) {
      scores.inc();
      turn.emit(
          StudentOperator.FRUSTRATION, Records.frustration(studentId, app, learner, judgement));
    }
    String classroom = told(learner);
    List<EpisodeChange> changes = outcome.changes();
    if (scoreChanged || !changes.isEmpty() || state.published.reportIsDue(learner, classroom)) {
      String before = state.published.classroomId;
      if (!before.isEmpty() && !before.equals(classroom)) {
        leave(before, app, learner, changes, turn);
        changes = changes.stream().filter(each -> !each.classroomId().equals(before)).toList();
      }
      state.published.reported(learner, classroom);
      Level struggling = Level.of(judgement.absoluteStruggle());
      turn.report(report(classroom, app, learner, struggling, changes, turn));
    }
  }

  /** The class that hears of the student: an open episode stays with the one it was opened in. */
  private static String told(LearnerState learner) {
    return learner.episode.open ? learner.episode.classroomId : learner.classroomId;
  }

  /** The student has gone to another class; what ended with that is told first. */
  private static void leave(
      String classroom, String app, LearnerState learner, List<EpisodeChange> changes, Turn turn) {
    List<EpisodeChange> last =
        changes.stream().filter(each -> each.classroomId().equals(classroom)).toList();
    if (!last.isEmpty()) {
      turn.report(report(classroom, app, learner, Level.NONE, last, turn));
    }
    turn.report(StudentReport.erased(classroom, turn.studentId(), app, learner.now));
  }

  private static StudentReport report(
      String classroom,
      String app,
      LearnerState learner,
      Level struggling,
      List<EpisodeChange> changes,
      Turn turn) {
    return new StudentReport(
        classroom,
        turn.studentId(),
        app,
        learner.lessonId,
        learner.itemId,
        struggling,
        learner.score,
        learner.now,
        changes,
        false,
        turn.student().schoolId);
  }

  void help(long at, Turn turn) throws Exception {
    for (String app : turn.student().liveApps) {
      LiveState state = apps.get(app);
      Learner.help(state.learner, at);
      apps.put(app, state);
    }
  }

  /** Forgets the student, here and where readers keep the last score. */
  void erase(Turn turn) throws Exception {
    for (String app : turn.student().liveApps) {
      LiveState state = apps.get(app);
      turn.report(
          StudentReport.erased(told(state.learner), turn.studentId(), app, state.learner.now));
    }
    apps.clear();
    // also when nothing is known any more: readers keep a last score for longer
    turn.emit(StudentOperator.FRUSTRATION, Outgoing.tombstone(turn.studentId()));
  }

  /** Notes what there is, for who does not know yet. */
  void list(StudentState student) throws Exception {
    apps.keys().forEach(student.liveApps::add);
  }
}
