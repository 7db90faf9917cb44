package io.gaia.flink.detection;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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
  /** Entries of each state. */
  static final int AT_MOST = 10_000;

  private String student = "";

  /** Whose state the next calls are about: the key that Flink has set. */
  void turnTo(String studentId) {
    student = studentId;
  }

  <V> ValueState<V> of(ValueState<V> state) {
    return new Value<>(state, new Kept<>());
  }

  <N, V> MapState<N, V> of(MapState<N, V> state) {
    return new Named<>(state, new Kept<>());
  }

  /**
   * @param name in the map; empty for a value
   */
  private record Place(String student, Object name) {}

  /** One state's, by when it was used. */
  private static final class Kept<V> extends LinkedHashMap<Place, V> {
    private static final long serialVersionUID = 1;

    Kept() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Place, V> eldest) {
      return size() > AT_MOST;
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

    /** Seldom: it looks at all students' places. */
    @Override
    public void clear() {
      state.clear();
      kept.keySet().removeIf(place -> place.student().equals(student));
    }
  }
}
