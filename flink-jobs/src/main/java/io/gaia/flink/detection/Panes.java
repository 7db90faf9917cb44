package io.gaia.flink.detection;

import io.gaia.flink.detection.model.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;

/**
 * Events of one key that wait for their turn, by the end of their pane, each once. The first of a
 * pane lie in one list; when that is full, the others are dealt to lists by their ids. An event
 * reads and writes its list whole, so what it costs does not grow with the pane: a whole school may
 * work on one item.
 */
final class Panes {

  /** Whether an event was there. */
  enum Found {
    /** Nothing was there of its pane. */
    NOTHING,
    OTHERS,
    ITSELF
  }

  private static final int FIRST_LIST_HOLDS = 16;

  /** Fewer than a pane has milliseconds: their keys are those before the pane's end. */
  private static final int FURTHER_LISTS = 64;

  private final MapState<Long, List<Observation>> lists;

  Panes(MapState<Long, List<Observation>> lists) {
    this.lists = lists;
  }

  static MapStateDescriptor<Long, List<Observation>> state(String name) {
    return new MapStateDescriptor<>(name, LongSerializer.INSTANCE, ObservationForm.LIST);
  }

  /** Adds the event, unless it is there itself. */
  Found add(Observation event) throws Exception {
    long pane = Lateness.paneEnd(event.at());
    List<Observation> first = lists.get(pane);
    if (first == null) {
      addFirst(event);
      return Found.NOTHING;
    }
    if (has(first, event)) {
      return Found.ITSELF;
    }
    if (first.size() < FIRST_LIST_HOLDS) {
      first.add(event);
      lists.put(pane, first);
      return Found.OTHERS;
    }
    long key = further(pane, Math.floorMod(event.eventId().hashCode(), FURTHER_LISTS));
    List<Observation> further = lists.get(key);
    if (further == null) {
      further = new ArrayList<>();
    } else if (has(further, event)) {
      return Found.ITSELF;
    }
    further.add(event);
    lists.put(key, further);
    return Found.OTHERS;
  }

  /** Adds the event to a pane of which it is known that nothing is there: that needs no look. */
  void addFirst(Observation event) throws Exception {
    List<Observation> first = new ArrayList<>();
    first.add(event);
    lists.put(Lateness.paneEnd(event.at()), first);
  }

  /** What waits in the pane, in no order; it waits no longer. */
  List<Observation> take(long pane) throws Exception {
    List<Observation> first = lists.get(pane);
    if (first == null) {
      return List.of();
    }
    List<Observation> all = new ArrayList<>(first);
    lists.remove(pane);
    if (first.size() >= FIRST_LIST_HOLDS) {
      for (int i = 0; i < FURTHER_LISTS; i++) {
        List<Observation> further = lists.get(further(pane, i));
        if (further != null) {
          all.addAll(further);
          lists.remove(further(pane, i));
        }
      }
    }
    return all;
  }

  /** The ends of all panes in which something waits. Goes through all that waits. */
  SortedSet<Long> ends() throws Exception {
    SortedSet<Long> ends = new TreeSet<>();
    for (long key : lists.keys()) {
      ends.add(Lateness.paneEnd(key - 1));
    }
    return ends;
  }

  void removeIf(Predicate<Observation> unwanted) throws Exception {
    for (long pane : ends()) {
      for (Observation event : take(pane)) {
        if (!unwanted.test(event)) {
          add(event);
        }
      }
    }
  }

  void clear() {
    lists.clear();
  }

  private static long further(long pane, int number) {
    return pane - 1 - number;
  }

  private static boolean has(List<Observation> events, Observation event) {
    for (Observation known : events) {
      if (known.eventId().equals(event.eventId())) {
        return true;
      }
    }
    return false;
  }
}
