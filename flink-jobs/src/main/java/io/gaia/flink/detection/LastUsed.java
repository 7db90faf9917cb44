package io.gaia.flink.detection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * State of the keys that were busy last, in memory before a back end on disk: to read it again
 * costs neither a look-up nor decoding, and what changes ten times between two checkpoints is
 * encoded and written once. {@link WriteBackOperator} has it written before state is stored, so
 * checkpoints are complete; a task that starts again begins with nothing here. What has to make
 * room is written then.
 *
 * <p>A back end that keeps objects gives back the very object that it was given. It needs none of
 * this, and must not have it: it copies an object before it is changed while a checkpoint is being
 * written, which a reader from here would miss. So with such a one nothing is kept.
 *
 * <p>Who goes through all keys of a state in the back end itself calls {@link #empty} first.
 */
final class LastUsed {
  /** Entries of a state whose size nobody tells. */
  private static final long ENTRIES = 10_000;

  private final KeyContext keys;
  private final List<Kept<?, ?>> all = new ArrayList<>();

  /**
   * @param keys whose state the calls are about, and how to write another's
   */
  LastUsed(KeyContext keys) {
    this.keys = keys;
  }

  <V> ValueState<V> of(ValueState<V> state) {
    return of(state, ENTRIES);
  }

  /**
   * @param atMost entries
   */
  <V> ValueState<V> of(ValueState<V> state, long atMost) {
    return new Value<>(state, atMost);
  }

  <N, V> MapState<N, V> of(MapState<N, V> state) {
    return of(state, value -> 1, ENTRIES);
  }

  /**
   * @param size of an entry's value
   * @param atMost of all entries together, in the same unit
   */
  <N, V> MapState<N, V> of(MapState<N, V> state, ToLongFunction<V> size, long atMost) {
    return new Named<>(state, size, atMost);
  }

  /** Afterwards the back end has all of it. */
  void writeBack() throws Exception {
    Object current = keys.getCurrentKey();
    for (Kept<?, ?> kept : all) {
      kept.writeBack();
    }
    if (current != null) {
      keys.setCurrentKey(current);
    }
  }

  /** The back end has all of it and this nothing, so what changes there is seen. */
  void empty() throws Exception {
    writeBack();
    all.forEach(Kept::forgetAll);
  }

  /** Writes to the back end, under the key that is set. */
  private interface Writing<N, V> {
    void write(N name, V value) throws Exception;
  }

  private record Place<N>(Object key, N name) {}

  private static final class Slot<N, V> {
    final Place<N> place;
    V value;
    long size;

    Slot(Place<N> place) {
      this.place = place;
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

  /** One state's, by when it was used. */
  private final class Kept<N, V> {
    private final Map<Place<N>, Slot<N, V>> slots = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Slot<N, V>> unwritten = new LinkedHashSet<>();
    private final Writing<N, V> backEnd;
    private final ToLongFunction<V> size;
    private final long atMost;
    private long total;

    Kept(Writing<N, V> backEnd, ToLongFunction<V> size, long atMost) {
      this.backEnd = backEnd;
      this.size = size;
      this.atMost = atMost;
      all.add(this);
    }

    V get(N name) {
      Slot<N, V> slot = slots.get(place(name));
      return slot == null ? null : slot.value;
    }

    /** Keeps what the back end has. */
    void keep(N name, V value) throws Exception {
      fill(slots.computeIfAbsent(place(name), Slot::new), value);
      makeRoom();
    }

    /** Keeps what the back end does not have yet. */
    void put(N name, V value) throws Exception {
      Slot<N, V> slot = slots.computeIfAbsent(place(name), Slot::new);
      fill(slot, value);
      unwritten.add(slot);
      makeRoom();
    }

    private void fill(Slot<N, V> slot, V value) {
      total -= slot.size;
      slot.value = value;
      slot.size = size.applyAsLong(value);
      total += slot.size;
    }

    private void makeRoom() throws Exception {
      if (total <= atMost) {
        return;
      }
      Object current = keys.getCurrentKey();
      Iterator<Slot<N, V>> eldest = slots.values().iterator();
      while (total > atMost) {
        Slot<N, V> slot = eldest.next();
        if (unwritten.remove(slot)) {
          write(slot);
        }
        total -= slot.size;
        eldest.remove();
      }
      keys.setCurrentKey(current);
    }

    private void write(Slot<N, V> slot) throws Exception {
      keys.setCurrentKey(slot.place.key());
      backEnd.write(slot.place.name(), slot.value);
    }

    void writeBack() throws Exception {
      for (Slot<N, V> slot : unwritten) {
        write(slot);
      }
      unwritten.clear();
    }

    void forget(N name) {
      Slot<N, V> slot = slots.remove(place(name));
      if (slot != null) {
        unwritten.remove(slot);
        total -= slot.size;
      }
    }

    void forgetAll() {
      slots.clear();
      unwritten.clear();
      total = 0;
    }

    /** Seldom: it looks at all keys' places. */
    void forgetAllOfKey() {
      Object current = keys.getCurrentKey();
      List<N> names =
          slots.keySet().stream()
              .filter(place -> place.key().equals(current))
              .map(Place::name)
              .toList();
      names.forEach(this::forget);
    }

    private Place<N> place(N name) {
      return new Place<>(keys.getCurrentKey(), name);
    }
  }

  private final class Value<V> implements ValueState<V> {
    /** A value has no name. */
    private static final String ONLY = "";

    private final ValueState<V> state;
    private final Kept<String, V> kept;
    private BackEnd backEnd = BackEnd.UNKNOWN;

    Value(ValueState<V> state, long atMost) {
      this.state = state;
      kept = new Kept<>((name, value) -> state.update(value), value -> 1, atMost);
    }

    @Override
    public V value() throws IOException {
      V known = kept.get(ONLY);
      if (known != null) {
        return known;
      }
      V read = state.value();
      if (read != null && backEnd == BackEnd.KEEPS_BYTES) {
        onDisk(() -> kept.keep(ONLY, read));
      }
      return read;
    }

    @Override
    public void update(V value) throws IOException {
      if (backEnd == BackEnd.KEEPS_BYTES) {
        onDisk(() -> kept.put(ONLY, value));
        return;
      }
      state.update(value);
      if (backEnd == BackEnd.UNKNOWN) {
        backEnd = BackEnd.thatGave(state.value(), value);
      }
    }

    @Override
    public void clear() {
      state.clear();
      kept.forget(ONLY);
    }
  }

  private interface DiskWork {
    void run() throws Exception;
  }

  private static void onDisk(DiskWork work) throws IOException {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("what was used longest ago could not be written", e);
    }
  }

  private final class Named<N, V> implements MapState<N, V> {
    private final MapState<N, V> state;
    private final Kept<N, V> kept;
    private BackEnd backEnd = BackEnd.UNKNOWN;

    Named(MapState<N, V> state, ToLongFunction<V> size, long atMost) {
      this.state = state;
      kept = new Kept<>(state::put, size, atMost);
    }

    @Override
    public V get(N name) throws Exception {
      V known = kept.get(name);
      if (known != null) {
        return known;
      }
      V read = state.get(name);
      if (read != null && backEnd == BackEnd.KEEPS_BYTES) {
        kept.keep(name, read);
      }
      return read;
    }

    @Override
    public void put(N name, V value) throws Exception {
      if (backEnd == BackEnd.KEEPS_BYTES) {
        kept.put(name, value);
        return;
      }
      state.put(name, value);
      if (backEnd == BackEnd.UNKNOWN) {
        backEnd = BackEnd.thatGave(state.get(name), value);
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
      kept.forget(name);
    }

    @Override
    public boolean contains(N name) throws Exception {
      return get(name) != null;
    }

    /** Seldom: all of the others' is written, too. */
    private MapState<N, V> written() throws Exception {
      writeBack();
      return state;
    }

    @Override
    public Iterable<Map.Entry<N, V>> entries() throws Exception {
      return written().entries();
    }

    @Override
    public Iterable<N> keys() throws Exception {
      return written().keys();
    }

    @Override
    public Iterable<V> values() throws Exception {
      return written().values();
    }

    @Override
    public Iterator<Map.Entry<N, V>> iterator() throws Exception {
      return written().iterator();
    }

    @Override
    public boolean isEmpty() throws Exception {
      return written().isEmpty();
    }

    @Override
    public void clear() {
      state.clear();
      kept.forgetAllOfKey();
    }
  }
}
