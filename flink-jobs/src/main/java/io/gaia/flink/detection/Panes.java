package io.gaia.flink.detection;

import io.gaia.flink.detection.PackedObservations.Entry;
import io.gaia.flink.detection.model.Observation;
import java.io.IOException;
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
    return new MapStateDescriptor<>(name, LongSerializer.INSTANCE, WaitingForm.INSTANCE);
  }

  /** Adds the event, unless it is there itself. */
  Found add(Observation event) throws Exception {
    long pane = Lateness.paneEnd(event.at());
    List<Observation> known = lists.get(pane);
    Entry entry = Entry.of(event);
    if (known == null) {
      lists.put(pane, PackedObservations.of(entry));
      return Found.NOTHING;
    }
    PackedObservations first = PackedObservations.of(known);
    if (first.has(entry)) {
      return Found.ITSELF;
    }
    if (first.size() < FIRST_LIST_HOLDS) {
      lists.put(pane, first.with(entry));
      return Found.OTHERS;
    }
    long key = further(pane, Math.floorMod(event.eventId().hashCode(), FURTHER_LISTS));
    List<Observation> knownFurther = lists.get(key);
    if (knownFurther == null) {
      lists.put(key, PackedObservations.of(entry));
      return Found.OTHERS;
    }
    PackedObservations further = PackedObservations.of(knownFurther);
    if (further.has(entry)) {
      return Found.ITSELF;
    }
    lists.put(key, further.with(entry));
    return Found.OTHERS;
  }

  /** Adds the event to a pane of which it is known that nothing is there: that needs no look. */
  void addFirst(Observation event) throws Exception {
    lists.put(Lateness.paneEnd(event.at()), PackedObservations.of(Entry.of(event)));
  }

  /** What waits in the pane, in no order; it waits no longer. */
  List<Observation> take(long pane) throws Exception {
    List<Observation> first = lists.get(pane);
    if (first == null) {
      return List.of();
    }
    List<Observation> all = unpacked(first);
    lists.remove(pane);
    if (first.size() >= FIRST_LIST_HOLDS) {
      for (int i = 0; i < FURTHER_LISTS; i++) {
        List<Observation> further = lists.get(further(pane, i));
        if (further != null) {
          all.addAll(unpacked(further));
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

  private static List<Observation> unpacked(List<Observation> events) throws IOException {
    return PackedObservations.of(events).unpacked();
  }
}
