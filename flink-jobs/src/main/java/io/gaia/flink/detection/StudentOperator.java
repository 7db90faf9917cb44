package io.gaia.flink.detection;

import io.gaia.flink.common.Erasures;
import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.model.Observation;
import io.gaia.flink.detection.model.StudentReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Everything about one student, keyed by student: roster, duplicates, and for each app the live
 * decision on arrival ({@link LiveDecisions}) and the history in event order ({@link History}).
 * Messages wait until roster, rules and timetables were read to their end, which their watermark
 * tells.
 */
final class StudentOperator
    extends KeyedBroadcastProcessFunction<String, StudentMessage, ControlMessage, StudentReport>
    implements WriteBackOperator.Writer {
  private static final long serialVersionUID = 1;

  static final OutputTag<Outgoing> FRUSTRATION =
      new OutputTag<>("student-frustration", TypeInformation.of(Outgoing.class));
  static final OutputTag<Outgoing> EPISODES =
      new OutputTag<>("frustration-events", TypeInformation.of(Outgoing.class));

  static final MapStateDescriptor<String, ActivityState> ACTIVITY =
      new MapStateDescriptor<>("class-activity", Types.STRING, Types.POJO(ActivityState.class));

  /** Any time will do that is before every event: it fires with the first watermark. */
  private static final long FIRST_WATERMARK = 0;

  private transient ListState<StudentMessage> waiting;
  private transient LastUsed lastUsed;
  private transient ValueState<StudentState> student;
  private transient MapState<String, LiveState> apps;
  private transient LiveDecisions live;
  private transient History history;

  private transient Counter events;
  private transient Counter late;
  private transient Counter duplicates;
  private transient Counter ofErased;

  static WriteBackOperator<StudentMessage, ControlMessage, StudentReport> operator() {
    return new WriteBackOperator<>(
        new StudentOperator(), List.of(Rules.STATE, ACTIVITY, Erasures.STATE, Timetables.STATE));
  }

  @Override
  public void keepIn(LastUsed there) {
    lastUsed = there;
  }

  @Override
  public void open(OpenContext context) {
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>(
                    "waiting-for-roster", TypeInformation.of(StudentMessage.class)));
    student =
        lastUsed.of(
            getRuntimeContext()
                .getState(new ValueStateDescriptor<>("student", StudentForm.INSTANCE)));
    apps =
        lastUsed.of(
            getRuntimeContext()
                .getMapState(
                    new MapStateDescriptor<>(
                        "live", StringSerializer.INSTANCE, LiveForm.INSTANCE)));
    live = new LiveDecisions(apps, getRuntimeContext().getMetricGroup().counter("scores"));
    history = new History(getRuntimeContext(), lastUsed);
    events = getRuntimeContext().getMetricGroup().counter("events");
    late = getRuntimeContext().getMetricGroup().counter("late");
    duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
    ofErased = getRuntimeContext().getMetricGroup().counter("of-erased");
  }

  @Override
  public void processElement(
      StudentMessage message, ReadOnlyContext context, Collector<StudentReport> out)
      throws Exception {
    if (context.currentWatermark() == Long.MIN_VALUE) {
      waiting.add(message);
      context.timerService().registerEventTimeTimer(FIRST_WATERMARK);
    } else {
      Turn turn = turn(message.studentId(), context, out);
      take(message, turn.watermark(), turn);
      finish(turn);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<StudentReport> out)
      throws Exception {
    Turn turn = turn(context.getCurrentKey(), context, out);
    Iterable<StudentMessage> early = timestamp == FIRST_WATERMARK ? waiting.get() : List.of();
    if (early != null) {
      List<StudentMessage> messages = new ArrayList<>();
      early.forEach(messages::add);
      waiting.clear();
      // whatever the roster says, it said it before
      for (StudentMessage message : messages) {
        if (message.form() == StudentMessage.Form.ROSTER) {
          take(message, Long.MIN_VALUE, turn);
        }
      }
      for (StudentMessage message : messages) {
        if (message.form() != StudentMessage.Form.ROSTER) {
          take(message, Long.MIN_VALUE, turn);
        }
      }
    }
    if (turn.liveTimerFires(timestamp)) {
      live.elapse(timestamp, turn);
    }
    if (turn.orderedTimerFires(timestamp)) {
      history.decideBefore(turn.completeBefore(timestamp), turn);
    }
    finish(turn);
    StudentState known = turn.student();
    if (known.classroomIds.isEmpty()
        && known.liveApps.isEmpty()
        && known.orderedApps.isEmpty()
        && known.panes.isEmpty()) {
      student.clear();
    }
  }

  private Turn turn(String studentId, ReadOnlyContext context, Collector<StudentReport> out)
      throws Exception {
    StudentState known = student.value();
    if (known != null && !known.listed) {
      live.list(known);
      history.list(known);
      known.listed = true;
    }
    return new Turn(
        studentId, context, out, known == null ? StudentState.ofNobody() : known, known == null);
  }

  private void take(StudentMessage message, long cameAtWatermark, Turn turn) throws Exception {
    if (turn.isOfErased(message)) {
      ofErased.inc();
      return;
    }
    switch (message.form()) {
      case EVENT -> {
        if (accept(message.observation(), cameAtWatermark, turn)) {
          live.observe(message.observation(), turn);
        }
      }
      // the item's operator has looked at lateness and duplicates
      case LIVE_ATTEMPT -> {
        events.inc();
        live.observe(message.observation(), turn);
      }
      case ORDERED_ATTEMPT -> history.add(message.observation(), turn);
      case ROSTER -> {
        turn.student().classroomIds = new ArrayList<>(message.classroomIds());
        turn.student().schoolId = message.schoolId();
        turn.changed();
      }
      case ERASED -> erase(turn);
      case HELPED -> live.help(message.at(), turn);
    }
  }

  private boolean accept(Observation event, long cameAtWatermark, Turn turn) throws Exception {
    if (Lateness.isLate(event, cameAtWatermark)) {
      late.inc();
      return false;
    }
    if (!history.add(event, turn)) {
      duplicates.inc();
      return false;
    }
    events.inc();
    return true;
  }

  private void erase(Turn turn) throws Exception {
    live.erase(turn);
    history.erase();
    turn.forget();
    waiting.clear();
    student.clear();
  }

  private void finish(Turn turn) throws Exception {
    if (turn.setTimers()) {
      student.update(turn.student());
    }
  }

  @Override
  public void processBroadcastElement(
      ControlMessage message, Context context, Collector<StudentReport> out) throws Exception {
    switch (message.form()) {
      case RULE -> Rules.take(message, context.getBroadcastState(Rules.STATE));
      case TIMETABLE ->
          Timetables.take(message.timetable(), context.getBroadcastState(Timetables.STATE));
      case ERASURE -> Erasures.take(message.erasure(), context.getBroadcastState(Erasures.STATE));
      case CLASS_ACTIVITY -> {
        BroadcastState<String, ActivityState> activity = context.getBroadcastState(ACTIVITY);
        ActivityState known = activity.get(message.subject());
        ActivityState state = known == null ? new ActivityState() : known;
        if (message.settled()) {
          state.settle(message.at(), message.active());
        } else {
          state.active = message.active();
        }
        if (context.currentWatermark() != Long.MIN_VALUE) {
          // what the history may still ask for
          state.forgetBefore(context.currentWatermark() - 2 * Lateness.ALLOWED_MILLIS);
        }
        activity.put(message.subject(), state);
      }
    }
  }
}
