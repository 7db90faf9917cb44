package io.gaia.core.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An immutable map in the order of its keys: {@code put} and {@code remove} give a new map that
 * shares all but O(log n) nodes with this one. Because of it a view of the whole state costs
 * nothing and any thread may read it, and because of the order two equal states iterate alike.
 *
 * <p>A B+ tree (Comer, The Ubiquitous B-Tree, 1979) whose nodes are copied on the way to a change
 * (Driscoll et al., Making Data Structures Persistent, 1989): a node is an array of a few dozen
 * keys, so that few places in memory are touched on the way down.
 */
public final class OrderedMap<K extends Comparable<? super K>, V> implements Iterable<V> {
  private static final OrderedMap<String, Object> EMPTY =
      new OrderedMap<>(Node.<String, Object>empty());

  private final Node<K, V> root;

  private OrderedMap(Node<K, V> root) {
    this.root = root;
  }

  @SuppressWarnings("unchecked") // it holds nothing of either type
  public static <K extends Comparable<? super K>, V> OrderedMap<K, V> empty() {
    return (OrderedMap<K, V>) (OrderedMap<?, ?>) EMPTY;
  }

  /**
   * The map of these entries, in one pass.
   *
   * @throws IllegalArgumentException if the keys are not in their order, each once
   */
  public static <K extends Comparable<? super K>, V> OrderedMap<K, V> sorted(
      List<K> keys, List<V> values) {
    for (int i = 1; i < keys.size(); i++) {
      if (keys.get(i - 1).compareTo(keys.get(i)) >= 0) {
        throw new IllegalArgumentException(keys.get(i) + " does not come after " + keys.get(i - 1));
      }
    }
    return new OrderedMap<>(Node.of(keys, values));
  }

  /** The map of these values, which come in the order of their keys. */
  public static <K extends Comparable<? super K>, V> OrderedMap<K, V> sorted(
      Iterable<V> values, Function<V, K> keyOf) {
    List<K> keys = new ArrayList<>();
    List<V> all = new ArrayList<>();
    for (V value : values) {
      keys.add(keyOf.apply(value));
      all.add(value);
    }
    return sorted(keys, all);
  }

  /** Keys that are their own values, in any order, each once. */
  public static <K extends Comparable<? super K>> OrderedMap<K, K> ofKeys(List<K> keys) {
    List<K> inOrder = new ArrayList<>(keys);
    inOrder.sort(Comparator.naturalOrder());
    return sorted(inOrder, inOrder);
  }

  /** The map of these entries, in any order, each key once. */
  public static <K extends Comparable<? super K>, V> OrderedMap<K, V> ofEntries(
      List<Map.Entry<K, V>> entries) {
    List<Map.Entry<K, V>> inOrder = new ArrayList<>(entries);
    inOrder.sort(Map.Entry.comparingByKey());
    return sorted(
        inOrder.stream().map(Map.Entry::getKey).toList(),
        inOrder.stream().map(Map.Entry::getValue).toList());
  }

  public int size() {
    return root.size;
  }

  public boolean isEmpty() {
    return root.size == 0;
  }

  /** The tree itself, for its own tests. */
  Node<K, V> root() {
    return root;
  }

  public Optional<V> get(K key) {
    Node<K, V> node = root;
    while (node.height > 0) {
      node = node.child(node.findChild(key));
    }
    int found = node.find(key);
    return found >= 0 ? Optional.of(node.value(found)) : Optional.empty();
  }

  public boolean has(K key) {
    return get(key).isPresent();
  }

  public OrderedMap<K, V> put(K key, V value) {
    return new OrderedMap<>(root.put(key, value).asRoot());
  }

  /** This map itself when the key is not there. */
  public OrderedMap<K, V> remove(K key) {
    Node<K, V> without = root.remove(key);
    return without == root ? this : new OrderedMap<>(without.asRoot());
  }

  public Optional<K> firstKey() {
    return isEmpty() ? Optional.empty() : Optional.of(firstLeaf().key(0));
  }

  public Optional<V> firstValue() {
    return isEmpty() ? Optional.empty() : Optional.of(firstLeaf().value(0));
  }

  private Node<K, V> firstLeaf() {
    Node<K, V> node = root;
    while (node.height > 0) {
      node = node.child(0);
    }
    return node;
  }

  /** The values in the order of their keys. */
  @Override
  public Iterator<V> iterator() {
    return new InOrder<>(root, branch -> 0, leaf -> 0);
  }

  /** The values whose keys are that key or come after it, in order. */
  public Iterable<V> from(K key) {
    return () -> new InOrder<>(root, branch -> branch.findChild(key), leaf -> leaf.findFrom(key));
  }
}
