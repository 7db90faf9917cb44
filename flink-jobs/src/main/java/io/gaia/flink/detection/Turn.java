package io.gaia.flink.detection;

import io.gaia.flink.common.Erasures;
import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.model.ClassPolicy;
import io.gaia.flink.detection.model.Learner;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.StudentReport;
import java.util.List;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * One message or timer of one student: what is around it, where the words go, and the timers it
 * asks for. There are at most two timers a student, one for the live decisions and one for the
 * history; one that fires too early costs little, so it is only ever set earlier.
 */
final class Turn {
  private final String studentId;
  private final KeyedBroadcastProcessFunction<String, StudentMessage, ControlMessage, StudentReport>
          .ReadOnlyContext
      context;
  private final Collector<StudentReport> reports;
  private StudentState student;
  private boolean isNew;
  private boolean changed;
  private long liveDeadline = Learner.NEVER;
  private long orderedDeadline = Learner.NEVER;

  Turn(
      String studentId,
      KeyedBroadcastProcessFunction<String, StudentMessage, ControlMessage, StudentReport>
              .ReadOnlyContext
          context,
      Collector<StudentReport> reports,
      StudentState student,
      boolean isNew) {
    this.studentId = studentId;
    this.isNew = isNew;
    this.context = context;
    this.reports = reports;
    this.student = student;
  }

  String studentId() {
    return studentId;
  }

  StudentState student() {
    return student;
  }

  long watermark() {
    return context.currentWatermark();
  }

  /** The event's classroom, else the one of the student's that is in session, else none known. */
  String classroom(Observation event) throws Exception {
    List<String> all = student.classroomIds;
    if (!event.classroomId().isEmpty()) {
      return event.classroomId();
    } else if (all.isEmpty()) {
      return ClassPolicy.UNASSIGNED;
    } else if (all.size() == 1) {
      return all.get(0);
    }
    return Timetables.classInSession(
        all,
        context.getBroadcastState(Timetables.STATE),
        event.lessonId(),
        event.appName(),
        event.at());
  }

  ReadOnlyBroadcastState<String, RuleState> rules() {
    return context.getBroadcastState(Rules.STATE);
  }

  /** As far as is known now. */
  boolean classIsActive(String classroomId) throws Exception {
    ActivityState state = context.getBroadcastState(StudentOperator.ACTIVITY).get(classroomId);
    return state != null && state.active;
  }

  /** As it was settled for a moment that no event can change any more. */
  boolean classWasActive(String classroomId, long at) throws Exception {
    ActivityState state = context.getBroadcastState(StudentOperator.ACTIVITY).get(classroomId);
    return state != null && state.wasActive(at);
  }

  /**
   * Whether it is something that an erased student did. Of the erased nothing is kept, so it is
   * only asked of whom nothing is known.
   */
  boolean isOfErased(StudentMessage message) throws Exception {
    return message.form().isOfEvent()
        && isNew
        && Erasures.cover(
            context.getBroadcastState(Erasures.STATE), studentId, message.observation().at());
  }

  void report(StudentReport report) {
    reports.collect(report);
  }

  void emit(OutputTag<Outgoing> tag, Outgoing outgoing) {
    context.output(tag, outgoing);
  }

  void liveBy(long deadline) {
    liveDeadline = Math.min(liveDeadline, deadline);
  }

  /** The history has to decide what was before {@code paneEnd}. */
  void orderedBy(long paneEnd) {
    orderedDeadline = Math.min(orderedDeadline, Lateness.turnOfStudent(paneEnd, studentId));
  }

  /** Before when everything is there, as the history's timer fires. */
  long completeBefore(long timestamp) {
    return Lateness.completeAtTurn(timestamp, studentId);
  }

  boolean liveTimerFires(long timestamp) {
    boolean fires = student.liveTimer > 0 && student.liveTimer <= timestamp;
    if (fires) {
      student.liveTimer = 0;
      changed = true;
    }
    return fires;
  }

  boolean orderedTimerFires(long timestamp) {
    boolean fires = student.orderedTimer > 0 && student.orderedTimer <= timestamp;
    if (fires) {
      student.orderedTimer = 0;
      changed = true;
    }
    return fires;
  }

  void changed() {
    changed = true;
  }

  /** Forgets the student and all that was planned. */
  void forget() {
    delete(student.liveTimer);
    delete(student.orderedTimer);
    student = StudentState.ofNobody();
    isNew = true;
    changed = false;
    liveDeadline = Learner.NEVER;
    orderedDeadline = Learner.NEVER;
  }

  /**
   * @return whether the student must be stored
   */
  boolean setTimers() {
    long live = student.liveTimer;
    if (isEarlier(liveDeadline, live)) {
      if (live != student.orderedTimer) {
        delete(live);
      }
      student.liveTimer = set(liveDeadline);
    }
    long ordered = student.orderedTimer;
    if (isEarlier(orderedDeadline, ordered)) {
      if (ordered != student.liveTimer) {
        delete(ordered);
      }
      student.orderedTimer = set(orderedDeadline);
    }
    return changed;
  }

  private static boolean isEarlier(long deadline, long timer) {
    return deadline != Learner.NEVER && (timer == 0 || deadline < timer);
  }

  private long set(long timer) {
    timers().registerEventTimeTimer(timer);
    changed = true;
    return timer;
  }

  private void delete(long timer) {
    if (timer > 0) {
      timers().deleteEventTimeTimer(timer);
    }
  }

  private TimerService timers() {
    return context.timerService();
  }
}
