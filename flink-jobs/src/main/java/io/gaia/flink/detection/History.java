package io.gaia.flink.detection;

import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;

/**
 * The canonical episodes of one student, decided in event order: events wait until no earlier one
 * can come, then each is judged by the same model at its own time. What waits also tells
 * duplicates: an event that is not late still waits, so its double finds it.
 */
final class History {

  /** Of events that wait: all of five thousand students who do something each second. */
  private static final long BYTES_IN_MEMORY = 64L << 20;

  /** Events whose turn has not come. */
  private final Panes waiting;

  private final MapState<String, LearnerState> apps;

  History(RuntimeContext context, LastUsed lastUsed) {
    waiting =
        new Panes(
            lastUsed.of(
                context.getMapState(Panes.state("ordered-waiting")),
                PackedObservations::bytesOf,
                BYTES_IN_MEMORY));
    apps =
        context.getMapState(
            new MapStateDescriptor<>("ordered", StringSerializer.INSTANCE, LearnerForm.INSTANCE));
  }

  /**
   * @return false if it is there already
   */
  boolean add(Observation event, Turn turn) throws Exception {
    long pane = Lateness.paneEnd(event.at());
    Observation placed = event.inClassroom(turn.classroom(event));
    List<Long> panes = turn.student().panes;
    int place = Collections.binarySearch(panes, pane);
    if (place < 0) {
      panes.add(-place - 1, pane);
      turn.changed();
      waiting.addFirst(placed);
    } else if (waiting.add(placed) == Panes.Found.ITSELF) {
      return false;
    }
    turn.orderedBy(pane);
    return true;
  }

  /** Decides everything that happened before {@code time}. */
  void decideBefore(long time, Turn turn) throws Exception {
    Map<String, LearnerState> learners = new LinkedHashMap<>();
    for (String app : turn.student().orderedApps) {
      learners.put(app, apps.get(app));
    }
    for (Observation event : due(time, turn)) {
      LearnerState learner =
          learners.computeIfAbsent(event.appName(), absent -> new LearnerState());
      letPass(learner, event.appName(), event.at(), turn);
      boolean active = turn.classWasActive(event.classroomId(), event.at());
      Settings settings = settings(event.appName(), event.classroomId(), turn);
      tell(event.appName(), Learner.observe(learner, event, settings, active), turn);
    }
    List<String> kept = new ArrayList<>();
    for (Map.Entry<String, LearnerState> each : learners.entrySet()) {
      LearnerState learner = each.getValue();
      letPass(learner, each.getKey(), time, turn);
      if (Learner.isForgotten(learner)) {
        apps.remove(each.getKey());
      } else {
        kept.add(each.getKey());
        apps.put(each.getKey(), learner);
        long deadline = Lateness.paneEnd(Learner.nextDeadline(learner));
        turn.orderedBy(deadline);
      }
    }
    turn.student().orderedApps = kept;
    turn.changed();
  }

  /** What happened before {@code time}, in its order; it waits no longer. */
  private List<Observation> due(long time, Turn turn) throws Exception {
    List<Observation> due = new ArrayList<>();
    List<Long> panes = turn.student().panes;
    while (!panes.isEmpty() && panes.get(0) <= time) {
      due.addAll(waiting.take(panes.remove(0)));
    }
    if (!panes.isEmpty()) {
      turn.orderedBy(panes.get(0));
    }
    due.sort(Comparator.comparingLong(Observation::at).thenComparing(Observation::eventId));
    return due;
  }

  /** Every deadline up to {@code time}, one by one, so that it does not matter how time came. */
  private static void letPass(LearnerState learner, String app, long time, Turn turn)
      throws Exception {
    if (learner.lastEventAt == 0) {
      return;
    }
    for (long deadline = Learner.nextDeadline(learner);
        deadline <= time && !Learner.isForgotten(learner);
        deadline = Learner.nextDeadline(learner)) {
      boolean active = turn.classWasActive(learner.classroomId, deadline);
      Settings settings = settings(app, learner.classroomId, turn);
      tell(app, Learner.elapse(learner, deadline, settings, active), turn);
    }
  }

  private static Settings settings(String app, String classroomId, Turn turn) throws Exception {
    return Rules.inForce(turn.rules(), turn.student().schoolId, app, classroomId);
  }

  private static void tell(String app, Learner.Outcome outcome, Turn turn) {
    for (EpisodeChange change : outcome.changes()) {
      turn.emit(StudentOperator.EPISODES, Records.episode(turn.studentId(), app, change));
    }
  }

  void erase() {
    waiting.clear();
    apps.clear();
  }

  /** Notes what there is, for who does not know yet. */
  void list(StudentState student) throws Exception {
    apps.keys().forEach(student.orderedApps::add);
    student.panes.addAll(waiting.ends());
  }
}
