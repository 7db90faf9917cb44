package io.gaia.flink.detection;

import io.gaia.flink.common.ErasureSignal;
import io.gaia.flink.common.Erasures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
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

  static final MapStateDescriptor<Long, List<String>> STUDENTS =
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
      context
          .timerService()
          .registerEventTimeTimer(Math.max(presence.paneEnd(), Presence.paneEnd(watermark)));
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
    NavigableMap<Long, List<String>> panes = new TreeMap<>();
    for (Map.Entry<Long, List<String>> pane : students.entries()) {
      panes.put(pane.getKey(), pane.getValue());
    }
    // every pane boundary is a moment to look at, live and, a minute later, settled
    long settled = timestamp - Lateness.ALLOWED_MILLIS;
    tell(timestamp, isActive(panes, timestamp), false, told, context, out);
    tell(settled, isActive(panes, settled), true, toldSettled, context, out);
    forget(panes, settled);
    if (students.isEmpty()) {
      told.clear();
      toldSettled.clear();
    } else {
      context.timerService().registerEventTimeTimer(nextLook(timestamp, panes.lastKey()));
    }
  }

  /** When nobody comes any more, a class that is not active stays so. */
  private static long nextLook(long timestamp, long newestPane) {
    return timestamp < newestPane + ACTIVE_MILLIS + Lateness.ALLOWED_MILLIS
        ? timestamp + Presence.PANE_MILLIS
        : newestPane + PRESENT_MILLIS + Lateness.ALLOWED_MILLIS;
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

  private static void tell(
      long at,
      boolean active,
      boolean settled,
      ValueState<Boolean> before,
      OnTimerContext context,
      Collector<ControlMessage> out)
      throws Exception {
    if (active != Boolean.TRUE.equals(before.value())) {
      before.update(active);
      out.collect(ControlMessage.activity(context.getCurrentKey(), at, active, settled));
    }
  }

  private static boolean isActive(NavigableMap<Long, List<String>> panes, long at) {
    Set<String> active = new HashSet<>();
    panes.subMap(at - ACTIVE_MILLIS, false, at, true).values().forEach(active::addAll);
    Set<String> present = new HashSet<>(active);
    panes.subMap(at - PRESENT_MILLIS, false, at, true).values().forEach(present::addAll);
    return !active.isEmpty() && active.size() >= ACTIVE_SHARE * present.size();
  }

  /**
   * Of what makes nobody active any more each student's newest pane is kept: who was there then was
   * there at any time before.
   */
  private void forget(NavigableMap<Long, List<String>> panes, long settled) throws Exception {
    Set<String> later = new HashSet<>();
    for (Map.Entry<Long, List<String>> pane :
        panes.headMap(settled - ACTIVE_MILLIS, true).descendingMap().entrySet()) {
      List<String> newest = new ArrayList<>(pane.getValue());
      newest.removeIf(student -> !later.add(student));
      if (newest.isEmpty() || pane.getKey() <= settled - PRESENT_MILLIS) {
        students.remove(pane.getKey());
      } else if (newest.size() < pane.getValue().size()) {
        students.put(pane.getKey(), newest);
      }
    }
  }
}
