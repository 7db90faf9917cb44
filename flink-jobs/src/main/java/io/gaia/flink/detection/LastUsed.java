package io.gaia.flink.detection;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;

/**
 * State of the students who were busy last, in memory beside the back end: to read it again costs
 * neither a look-up on disk nor decoding. All is written through, so checkpoints are complete, and
 * a task that starts again begins with nothing here.
 *
 * <p>A back end that keeps objects gives back the very object that it was given. It needs none of
 * this, and must not have it: it copies an object before it is changed while a checkpoint is being
 * written, which a reader from here would miss. So with such a one nothing is kept.
 */
final class LastUsed {
  /** Entries of a state whose size nobody tells. */
  private static final long ENTRIES = 10_000;

  private String student = "";

  /** Whose state the next calls are about: the key that Flink has set. */
  void turnTo(String studentId) {
    student = studentId;
  }

  <V> ValueState<V> of(ValueState<V> state) {
    return new Value<>(state, new Kept<>(value -> 1, ENTRIES));
  }

  <N, V> MapState<N, V> of(MapState<N, V> state) {
    return of(state, value -> 1, ENTRIES);
  }

  /**
   * @param size of an entry's value
   * @param atMost of all entries together, in the same unit
   */
  <N, V> MapState<N, V> of(MapState<N, V> state, ToLongFunction<V> size, long atMost) {
    return new Named<>(state, new Kept<>(size, atMost));
  }

  /**
   * @param name in the map; empty for a value
   */
  private record Place(String student, Object name) {}

  /** One state's, by when it was used. */
  private static final class Kept<V> {
    private final Map<Place, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private final ToLongFunction<V> size;
    private final long atMost;
    private long total;

    Kept(ToLongFunction<V> size, long atMost) {
      this.size = size;
      this.atMost = atMost;
    }

    V get(Place place) {
      return values.get(place);
    }

    void put(Place place, V value) {
      remove(place);
      values.put(place, value);
      total += size.applyAsLong(value);
      Iterator<V> eldest = values.values().iterator();
      while (total > atMost) {
        total -= size.applyAsLong(eldest.next());
        eldest.remove();
      }
    }

    void remove(Place place) {
      V before = values.remove(place);
      if (before != null) {
        total -= size.applyAsLong(before);
      }
    }

    /** Seldom: it looks at all students' places. */
    void removeAllOf(String student) {
      List<Place> places =
          values.keySet().stream().filter(place -> place.student().equals(student)).toList();
      places.forEach(this::remove);
    }
  }

  /** What the first write tells of the back end. */
  private enum BackEnd {
    UNKNOWN,
    KEEPS_BYTES,
    KEEPS_OBJECTS;

    static BackEnd thatGave(Object read, Object written) {
      return read == written ? KEEPS_OBJECTS : KEEPS_BYTES;
    }
  }

  private final class Value<V> implements ValueState<V> {
    private final ValueState<V> state;
    private final Kept<V> kept;
    private BackEnd backEnd = BackEnd.UNKNOWN;

    Value(ValueState<V> state, Kept<V> kept) {
      this.state = state;
      this.kept = kept;
    }

    private Place place() {
      return new Place(student, "");
    }

    @Override
    public V value() throws IOException {
      V known = kept.get(place());
      if (known != null) {
        return known;
      }
      V read = state.value();
      keep(read);
      return read;
    }

    @Override
    public void update(V value) throws IOException {
      state.update(value);
      if (backEnd == BackEnd.UNKNOWN) {
        backEnd = BackEnd.thatGave(state.value(), value);
      }
      keep(value);
    }

    private void keep(V value) {
      if (value != null && backEnd == BackEnd.KEEPS_BYTES) {
        kept.put(place(), value);
      }
    }

    @Override
    public void clear() {
      state.clear();
      kept.remove(place());
    }
  }

  private final class Named<N, V> implements MapState<N, V> {
    private final MapState<N, V> state;
    private final Kept<V> kept;
    private BackEnd backEnd = BackEnd.UNKNOWN;

    Named(MapState<N, V> state, Kept<V> kept) {
      this.state = state;
      this.kept = kept;
    }

    private Place place(N name) {
      return new Place(student, name);
    }

    @Override
    public V get(N name) throws Exception {
      V known = kept.get(place(name));
      if (known != null) {
        return known;
      }
      V read = state.get(name);
      keep(name, read);
      return read;
    }

    @Override
    public void put(N name, V value) throws Exception {
      state.put(name, value);
      if (backEnd == BackEnd.UNKNOWN) {
        backEnd = BackEnd.thatGave(state.get(name), value);
      }
      keep(name, value);
    }

    private void keep(N name, V value) {
      if (value != null && backEnd == BackEnd.KEEPS_BYTES) {
        kept.put(place(name), value);
      }
    }

    @Override
    public void putAll(Map<N, V> values) throws Exception {
      for (Map.Entry<N, V> each : values.entrySet()) {
        put(each.getKey(), each.getValue());
      }
    }

    @Override
    public void remove(N name) throws Exception {
      state.remove(name);
      kept.remove(place(name));
    }

    @Override
    public boolean contains(N name) throws Exception {
      return get(name) != null;
    }

    @Override
    public Iterable<Map.Entry<N, V>> entries() throws Exception {
      return state.entries();
    }

    @Override
    public Iterable<N> keys() throws Exception {
      return state.keys();
    }

    @Override
    public Iterable<V> values() throws Exception {
      return state.values();
    }

    @Override
    public Iterator<Map.Entry<N, V>> iterator() throws Exception {
      return state.iterator();
    }

    @Override
    public boolean isEmpty() throws Exception {
      return state.isEmpty();
    }

    @Override
    public void clear() {
      state.clear();
      kept.removeAllOf(student);
    }
  }
}
