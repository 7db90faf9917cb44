package io.gaia.core.map;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An immutable ordered map whose values leave at their time, or earlier when there are too many.
 */
public final class ExpiringMap<K extends Comparable<? super K>, V extends Expiring>
    implements Iterable<V> {
  private final OrderedMap<K, V> values;
  private final OrderedMap<Moment<K>, Moment<K>> order;

  private ExpiringMap(OrderedMap<K, V> values, OrderedMap<Moment<K>, Moment<K>> order) {
    this.values = values;
    this.order = order;
  }

  public static <K extends Comparable<? super K>, V extends Expiring> ExpiringMap<K, V> empty() {
    return new ExpiringMap<K, V>(OrderedMap.empty(), OrderedMap.empty());
  }

  /** The map of these values, which come in the order of their keys. */
  public static <K extends Comparable<? super K>, V extends Expiring> ExpiringMap<K, V> sorted(
      Iterable<V> values, Function<V, K> keyOf) {
    List<Moment<K>> order = new ArrayList<>();
    for (V value : values) {
      order.add(new Moment<>(value.expiresAtMs(), keyOf.apply(value)));
    }
    return new ExpiringMap<>(OrderedMap.sorted(values, keyOf), OrderedMap.ofKeys(order));
  }

  public int size() {
    return values.size();
  }

  public Optional<V> get(K key) {
    return values.get(key);
  }

  public ExpiringMap<K, V> put(K key, V value) {
    ExpiringMap<K, V> without = remove(key);
    Moment<K> moment = new Moment<>(value.expiresAtMs(), key);
    return new ExpiringMap<>(without.values.put(key, value), without.order.put(moment, moment));
  }

  /**
   * Without what has expired at that time, and without the oldest beyond that many.
   *
   * @param atOnce at most so many leave; the rest the next time
   */
  public ExpiringMap<K, V> pruned(long nowMs, int maxSize, int atOnce) {
    ExpiringMap<K, V> kept = this;
    Optional<Moment<K>> oldest = order.firstKey();
    while (oldest.isPresent()
        && size() - kept.size() < atOnce
        && (oldest.get().atMs() <= nowMs || kept.size() > maxSize)) {
      kept = kept.remove(oldest.get().about());
      oldest = kept.order.firstKey();
    }
    return kept;
  }

  public ExpiringMap<K, V> remove(K key) {
    return values
        .get(key)
        .map(
            old ->
                new ExpiringMap<>(
                    values.remove(key), order.remove(new Moment<>(old.expiresAtMs(), key))))
        .orElse(this);
  }

  @Override
  public Iterator<V> iterator() {
    return values.iterator();
  }
}
