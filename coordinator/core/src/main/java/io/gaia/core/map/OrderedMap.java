package io.gaia.core.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * An immutable map in the order of its keys: {@code put} and {@code remove} give a new map that
 * shares all but O(log n) nodes with this one. Because of it a view of the whole state costs
 * nothing and any thread may read it, and because of the order two equal states iterate alike.
 *
 * <p>A weight-balanced tree (Adams 1993, with the parameters 3 and 2 of Hirai and Yamamoto 2011).
 */
public final class OrderedMap<K extends Comparable<? super K>, V> implements Iterable<V> {
  private static final OrderedMap<String, Object> EMPTY = new OrderedMap<>(null);

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
    return new OrderedMap<>(Node.of(keys, values, 0, keys.size()));
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

  public int size() {
    return Node.size(root);
  }

  public boolean isEmpty() {
    return root == null;
  }

  /** Nodes on the longest way down. */
  int depth() {
    return Node.depth(root);
  }

  public Optional<V> get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return Optional.of(node.value);
      }
      node = order < 0 ? node.left : node.right;
    }
    return Optional.empty();
  }

  public boolean has(K key) {
    return get(key).isPresent();
  }

  public OrderedMap<K, V> put(K key, V value) {
    return new OrderedMap<>(Node.put(root, key, value));
  }

  /** This map itself when the key is not there. */
  public OrderedMap<K, V> remove(K key) {
    return has(key) ? new OrderedMap<>(Node.remove(root, key)) : this;
  }

  public Optional<K> firstKey() {
    return root == null ? Optional.empty() : Optional.of(Node.first(root).key);
  }

  public Optional<V> firstValue() {
    return root == null ? Optional.empty() : Optional.of(Node.first(root).value);
  }

  /** The values in the order of their keys. */
  @Override
  public Iterator<V> iterator() {
    Deque<Node<K, V>> path = new ArrayDeque<>();
    for (Node<K, V> node = root; node != null; node = node.left) {
      path.push(node);
    }
    return new InOrder<>(path);
  }

  /** The values whose keys are that key or come after it, in order. */
  public Iterable<V> from(K key) {
    return () -> {
      Deque<Node<K, V>> path = new ArrayDeque<>();
      Node<K, V> node = root;
      while (node != null) {
        if (key.compareTo(node.key) <= 0) {
          path.push(node);
          node = node.left;
        } else {
          node = node.right;
        }
      }
      return new InOrder<>(path);
    };
  }

  private static final class InOrder<K extends Comparable<? super K>, V> implements Iterator<V> {
    private final Deque<Node<K, V>> path;

    InOrder(Deque<Node<K, V>> path) {
      this.path = path;
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public V next() {
      if (path.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<K, V> node = path.pop();
      for (Node<K, V> below = node.right; below != null; below = below.left) {
        path.push(below);
      }
      return node.value;
    }
  }
}
