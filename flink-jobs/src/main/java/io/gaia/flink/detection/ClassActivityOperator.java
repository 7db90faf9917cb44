package io.gaia.flink.detection;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Knows, keyed by classroom, whether a class is active: whether at least a third of the students
 * seen in the last quarter of an hour did something in the last minute. Only in an active class
 * does one student's silence mean something. Tells changes, once at the watermark and once settled.
 */
final class ClassActivityOperator
    extends KeyedBroadcastProcessFunction<String, Presence, ErasureSignal, ControlMessage> {
  private static final long serialVersionUID = 1;
  private static final long ACTIVE_MILLIS = 60_000;
  private static final long PRESENT_MILLIS = 15 * 60_000;
  private static final double ACTIVE_SHARE = 1.0 / 3;

  private static final MapStateDescriptor<Long, List<String>> STUDENTS =
      new MapStateDescriptor<>("students", Types.LONG, Types.LIST(Types.STRING));

  private transient MapState<Long, List<String>> students;
  private transient ValueState<Boolean> told;
  private transient ValueState<Boolean> toldSettled;

  @Override
  public void open(OpenContext context) {
    students = getRuntimeContext().getMapState(STUDENTS);
    told = getRuntimeContext().getState(new ValueStateDescriptor<>("told", Types.BOOLEAN));
    toldSettled =
        getRuntimeContext().getState(new ValueStateDescriptor<>("told-settled", Types.BOOLEAN));
  }

  @Override
  public void processElement(
      Presence presence, ReadOnlyContext context, Collector<ControlMessage> out) throws Exception {
    long watermark = context.timerService().currentWatermark();
    if (watermark != Long.MIN_VALUE && presence.paneEnd() + Lateness.ALLOWED_MILLIS <= watermark) {
      return;
    }
    if (Erasures.cover(
        context.getBroadcastState(Erasures.STATE), presence.studentId(), presence.paneEnd())) {
      return;
    }
    List<String> inPane = students.get(presence.paneEnd());
    if (inPane == null) {
      inPane = new ArrayList<>();
      // timers only ever lie ahead, so what is settled is told in order
      if (presence.paneEnd() > watermark) {
        context.timerService().registerEventTimeTimer(presence.paneEnd());
      }
      context.timerService().registerEventTimeTimer(presence.paneEnd() + Lateness.ALLOWED_MILLIS);
    }
    if (!inPane.contains(presence.studentId())) {
      inPane.add(presence.studentId());
      students.put(presence.paneEnd(), inPane);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<ControlMessage> out)
      throws Exception {
    // every pane boundary is a moment to look at, live and, a minute later, settled
    tell(timestamp, false, told, context.getCurrentKey(), out);
    long settled = timestamp - Lateness.ALLOWED_MILLIS;
    tell(settled, true, toldSettled, context.getCurrentKey(), out);
    forget(settled - PRESENT_MILLIS);
    if (!students.isEmpty()) {
      context.timerService().registerEventTimeTimer(timestamp + Presence.PANE_MILLIS);
    } else {
      told.clear();
      toldSettled.clear();
    }
  }

  @Override
  public void processBroadcastElement(
      ErasureSignal signal, Context context, Collector<ControlMessage> out) throws Exception {
    Erasures.take(signal, context.getBroadcastState(Erasures.STATE));
    if (!signal.isSweep()) {
      return;
    }
    context.applyToKeyedState(
        STUDENTS,
        (classroom, panes) -> {
          List<Long> all = new ArrayList<>();
          panes.keys().forEach(all::add);
          for (long pane : all) {
            List<String> others = new ArrayList<>(panes.get(pane));
            if (others.remove(signal.studentId())) {
              panes.put(pane, others);
            }
          }
        });
  }

  private void tell(
      long at,
      boolean settled,
      ValueState<Boolean> before,
      String classroomId,
      Collector<ControlMessage> out)
      throws Exception {
    boolean active = isActive(at);
    if (active != Boolean.TRUE.equals(before.value())) {
      before.update(active);
      out.collect(ControlMessage.activity(classroomId, at, active, settled));
    }
  }

  private boolean isActive(long at) throws Exception {
    Set<String> active = new HashSet<>();
    Set<String> present = new HashSet<>();
    for (long pane : students.keys()) {
      if (pane <= at && pane > at - PRESENT_MILLIS) {
        present.addAll(students.get(pane));
        if (pane > at - ACTIVE_MILLIS) {
          active.addAll(students.get(pane));
        }
      }
    }
    return !active.isEmpty() && active.size() >= ACTIVE_SHARE * present.size();
  }

  private void forget(long time) throws Exception {
    TreeSet<Long> old = new TreeSet<>();
    for (long pane : students.keys()) {
      if (pane <= time) {
        old.add(pane);
      }
    }
    for (long pane : old) {
      students.remove(pane);
    }
  }
}
