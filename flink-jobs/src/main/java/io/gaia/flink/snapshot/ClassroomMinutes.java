package io.gaia.flink.snapshot;

import static io.gaia.flink.snapshot.MinuteOfClass.MINUTE_MS;
import static io.gaia.flink.snapshot.MinuteOfClass.PRESENT_MS;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import io.gaia.flink.common.Outgoing;
import io.gaia.schemas.event.ClassroomSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells each minute of a class in an app: every 10 s of event time while it changes, when it ends,
 * and again when late events or scores change it. A minute is kept for {@link #LATENESS_MS} after
 * its end, a student for 30 minutes after the last event; then nothing is left.
 */
final class ClassroomMinutes
    extends KeyedBroadcastProcessFunction<ClassKey, ClassSignal, ErasureSignal, Outgoing> {
  private static final long serialVersionUID = 1;

  /** Later than this, an event no longer changes its minute; the raw event is stored anyway. */
  static final long LATENESS_MS = 5 * MINUTE_MS;

  private static final long TELL_EVERY_MS = 10_000;

  /** Students are forgotten in rounds, so that a class has few timers. */
  private static final long ROUND_MS = 10 * MINUTE_MS;

  private static final MapStateDescriptor<Long, Minute> MINUTES =
      new MapStateDescriptor<>("minutes", Types.LONG, TypeInformation.of(Minute.class));
  private static final MapStateDescriptor<String, Presence> STUDENTS =
      new MapStateDescriptor<>("students", Types.STRING, TypeInformation.of(Presence.class));

  private transient MapState<Long, Minute> minutes;
  private transient MapState<String, Presence> students;
  private transient Counter tooLate;

  @Override
  public void open(OpenContext context) {
    minutes = getRuntimeContext().getMapState(MINUTES);
    students = getRuntimeContext().getMapState(STUDENTS);
    tooLate = getRuntimeContext().getMetricGroup().counter("gaia_events_too_late_for_their_minute");
  }

  @Override
  public void processElement(ClassSignal signal, ReadOnlyContext context, Collector<Outgoing> out)
      throws Exception {
    if (!students.contains(signal.studentId())
        && Erasures.cover(
            context.getBroadcastState(Erasures.STATE), signal.studentId(), signal.at())) {
      return;
    }
    long start = MinuteOfClass.startOf(signal.at());
    long watermark = context.timerService().currentWatermark();
    if (signal.kind() == ClassSignal.Kind.SCORE) {
      score(signal);
    } else if (isOver(start, watermark)) {
      tooLate.inc();
      return;
    } else {
      event(signal, start);
    }
    long nextTelling = Math.floorDiv(signal.at(), TELL_EVERY_MS) * TELL_EVERY_MS + TELL_EVERY_MS;
    context.timerService().registerEventTimeTimer(nextTelling);
  }

  /** How much was done in a minute stays; by whom does not, so one active student is less. */
  @Override
  public void processBroadcastElement(
      ErasureSignal signal, Context context, Collector<Outgoing> out) throws Exception {
    Erasures.take(signal, context.getBroadcastState(Erasures.STATE));
    if (!signal.isSweep()) {
      return;
    }
    context.applyToKeyedState(STUDENTS, (key, known) -> known.remove(signal.studentId()));
    context.applyToKeyedState(
        MINUTES,
        (key, known) -> {
          List<Minute> all = new ArrayList<>();
          known.values().forEach(all::add);
          for (Minute minute : all) {
            if (minute.eventsByStudent.remove(signal.studentId()) != null) {
              known.put(minute.start, minute);
            }
          }
        });
  }

  private void event(ClassSignal signal, long start) throws Exception {
    Minute minute =
        Optional.ofNullable(minutes.get(start)).orElseGet(() -> Minute.startingAt(start));
    minute.add(signal);
    minutes.put(start, minute);
    Presence presence = presenceOf(signal);
    presence.seen(signal.at());
    students.put(signal.studentId(), presence);
  }

  /**
   * A score makes no minute of its own, so that an old one that is read again after a restart
   * cannot replace a row that was complete.
   */
  private void score(ClassSignal signal) throws Exception {
    Presence presence = presenceOf(signal);
    presence.add(new Presence.Score(signal.at(), signal.value(), signal.struggling()), MINUTE_MS);
    students.put(signal.studentId(), presence);
    for (Minute minute : minutesInOrder()) {
      if (minute.start + MINUTE_MS > signal.at() && !minute.changed) {
        minute.changed = true;
        minutes.put(minute.start, minute);
      }
    }
  }

  private Presence presenceOf(ClassSignal signal) throws Exception {
    return Optional.ofNullable(students.get(signal.studentId()))
        .orElseGet(() -> Presence.from(signal.at()));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Outgoing> out) throws Exception {
    long watermark = context.timerService().currentWatermark();
    long oldestKept = Long.MAX_VALUE;
    for (Minute minute : minutesInOrder()) {
      boolean over = isOver(minute.start, watermark);
      // when the watermark jumps, a minute may be over before its own timer
      if (minute.changed && (minute.start < time || over)) {
        out.collect(told(context.getCurrentKey(), minute));
        minute.changed = false;
        minutes.put(minute.start, minute);
      }
      if (over) {
        minutes.remove(minute.start);
      } else {
        oldestKept = Math.min(oldestKept, minute.start);
      }
    }
    if (oldestKept != Long.MAX_VALUE) {
      context.timerService().registerEventTimeTimer(oldestKept + MINUTE_MS + LATENESS_MS);
    }
    forgetStudents(context, watermark);
  }

  private Outgoing told(ClassKey key, Minute minute) throws Exception {
    ClassroomSnapshot snapshot = MinuteOfClass.snapshot(key, minute, students.values());
    return Outgoing.of(key.classroomId(), snapshot);
  }

  private void forgetStudents(OnTimerContext context, long watermark) throws Exception {
    List<String> gone = new ArrayList<>();
    boolean anyLeft = false;
    for (Map.Entry<String, Presence> student : students.entries()) {
      Presence presence = student.getValue();
      if (presence.lastAt + PRESENT_MS + LATENESS_MS < watermark) {
        gone.add(student.getKey());
      } else {
        anyLeft = true;
        if (presence.scores.size() > 1) {
          presence.forgetScoresBefore(watermark - LATENESS_MS - MINUTE_MS);
          student.setValue(presence);
        }
      }
    }
    for (String student : gone) {
      students.remove(student);
    }
    if (anyLeft) {
      context
          .timerService()
          .registerEventTimeTimer((Math.floorDiv(watermark, ROUND_MS) + 1) * ROUND_MS);
    }
  }

  private static boolean isOver(long start, long watermark) {
    return start + MINUTE_MS + LATENESS_MS <= watermark;
  }

  private List<Minute> minutesInOrder() throws Exception {
    List<Minute> inOrder = new ArrayList<>();
    minutes.values().forEach(inOrder::add);
    inOrder.sort(Comparator.comparingLong(minute -> minute.start));
    return inOrder;
  }
}
