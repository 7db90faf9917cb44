package io.gaia.core.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A node of {@link OrderedMap}, never changed. A leaf holds entries: keys in their order, and in
 * the slot of each its value. A branch holds in its slots two or more subtrees of one height, and
 * as keys their first keys.
 *
 * <p>A change makes new nodes on the way to its leaf, and the branch above mends one that has
 * become too wide or too narrow.
 */
final class Node<K extends Comparable<? super K>, V> {
  /** The more, the more a change copies; the fewer, the longer is the way to a leaf. */
  static final int MOST = 32;

  /** Of all but the root. Less than a half of the most: what was split is not joined at once. */
  static final int FEWEST = 10;

  /** When built from what is sorted, there is room for more. */
  private static final int BUILT = 24;

  private static final Node<String, Object> EMPTY = new Node<>(0, 0, new Object[0], new Object[0]);

  /** 0 for a leaf. */
  final int height;

  /** Entries of the whole subtree. */
  final int size;

  private final Object[] keys;

  /** The array of the keys itself if each is its own value. */
  private final Object[] slots;

  private Node(int height, int size, Object[] keys, Object[] slots) {
    this.height = height;
    this.size = size;
    this.keys = keys;
    this.slots = slots;
  }

  @SuppressWarnings("unchecked") // it holds nothing of either type
  static <K extends Comparable<? super K>, V> Node<K, V> empty() {
    return (Node<K, V>) (Node<?, ?>) EMPTY;
  }

  /** The root of a tree of these entries, which are in order. */
  static <K extends Comparable<? super K>, V> Node<K, V> of(List<K> keys, List<V> values) {
    Object[] all = keys.toArray();
    Object[] allValues = isSame(keys, values) ? all : values.toArray();
    Node<K, V> root = new Node<>(0, all.length, all, allValues);
    while (root.width() > MOST) {
      root = above(root.cut((root.width() + BUILT - 1) / BUILT));
    }
    return root;
  }

  int width() {
    return keys.length;
  }

  @SuppressWarnings("unchecked") // only keys are put there
  K key(int at) {
    return (K) keys[at];
  }

  /** Of a leaf. */
  @SuppressWarnings("unchecked") // a leaf's slots hold values
  V value(int at) {
    return (V) slots[at];
  }

  /** Of a branch. */
  @SuppressWarnings("unchecked") // a branch's slots hold nodes
  Node<K, V> child(int at) {
    return (Node<K, V>) slots[at];
  }

  /** Where the key is; if it is not, -1 minus the place where it belongs. */
  int find(K key) {
    int from = 0;
    int to = keys.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = key.compareTo(key(middle));
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return -1 - from;
  }

  /** The subtree where the key is, if it is anywhere. */
  int findChild(K key) {
    int found = find(key);
    return found >= 0 ? found : Math.max(0, -2 - found);
  }

  /** Of a leaf: the first key that is that one or comes after it, or the width. */
  int findFrom(K key) {
    int found = find(key);
    return found >= 0 ? found : -1 - found;
  }

  /** With that entry; it may have become too wide. */
  Node<K, V> put(K key, V value) {
    if (height > 0) {
      int at = findChild(key);
      return mended(at, child(at).put(key, value));
    }
    int found = find(key);
    return found >= 0 ? replaced(found, key, value) : inserted(-1 - found, key, value);
  }

  /** Without that key, this itself if it is not there; it may have become too narrow. */
  Node<K, V> remove(K key) {
    if (height > 0) {
      int at = findChild(key);
      Node<K, V> before = child(at);
      Node<K, V> after = before.remove(key);
      return isSame(before, after) ? this : mended(at, after);
    }
    int found = find(key);
    return found >= 0 ? removed(found) : this;
  }

  /** The tree with this at its top: one level more or less if it is too wide or too narrow. */
  Node<K, V> asRoot() {
    if (width() > MOST) {
      return above(cut(2));
    }
    return height > 0 && width() == 1 ? child(0) : this;
  }

  /** With that subtree, which comes after a change of the one that was there. */
  private Node<K, V> mended(int at, Node<K, V> child) {
    if (child.width() > MOST) {
      return replaced(at, child.cut(2));
    }
    if (child.width() >= FEWEST) {
      return replaced(at, child.key(0), child);
    }
    int left = Math.max(0, at - 1);
    Node<K, V> joined = left < at ? child(left).joined(child) : child.joined(child(at + 1));
    return removed(left + 1)
        .replaced(left, joined.width() > MOST ? joined.cut(2) : List.of(joined));
  }

  private Node<K, V> replaced(int at, List<Node<K, V>> children) {
    Node<K, V> result = replaced(at, children.get(0).key(0), children.get(0));
    for (int i = 1; i < children.size(); i++) {
      result = result.inserted(at + i, children.get(i).key(0), children.get(i));
    }
    return result;
  }

  private Node<K, V> replaced(int at, K key, Object slot) {
    Object[] newKeys = isSame(keys[at], key) ? keys : replaced(keys, at, key);
    boolean shared = isSame(keys, slots) && isSame(key, slot);
    int newSize = size - sizeOf(slots[at]) + sizeOf(slot);
    return new Node<>(height, newSize, newKeys, shared ? newKeys : replaced(slots, at, slot));
  }

  private Node<K, V> inserted(int at, K key, Object slot) {
    Object[] newKeys = inserted(keys, at, key);
    boolean shared = isSame(keys, slots) && isSame(key, slot);
    int newSize = size + sizeOf(slot);
    return new Node<>(height, newSize, newKeys, shared ? newKeys : inserted(slots, at, slot));
  }

  private Node<K, V> removed(int at) {
    Object[] newKeys = removed(keys, at);
    Object[] newSlots = isSame(keys, slots) ? newKeys : removed(slots, at);
    return new Node<>(height, size - sizeOf(slots[at]), newKeys, newSlots);
  }

  /** This and the one right of it in one, which may be too wide. */
  private Node<K, V> joined(Node<K, V> right) {
    Object[] newKeys = joined(keys, right.keys);
    boolean shared = isSame(keys, slots) && isSame(right.keys, right.slots);
    Object[] newSlots = shared ? newKeys : joined(slots, right.slots);
    return new Node<>(height, size + right.size, newKeys, newSlots);
  }

  /** Nodes of about the same width that are together what this is. */
  private List<Node<K, V>> cut(int pieces) {
    List<Node<K, V>> cut = new ArrayList<>(pieces);
    for (int i = 0; i < pieces; i++) {
      int from = (int) ((long) width() * i / pieces);
      int to = (int) ((long) width() * (i + 1) / pieces);
      Object[] newKeys = Arrays.copyOfRange(keys, from, to);
      Object[] newSlots = isSame(keys, slots) ? newKeys : Arrays.copyOfRange(slots, from, to);
      cut.add(new Node<>(height, sizeOfAll(newSlots), newKeys, newSlots));
    }
    return cut;
  }

  private static <K extends Comparable<? super K>, V> Node<K, V> above(List<Node<K, V>> children) {
    Object[] firsts = children.stream().map(child -> child.keys[0]).toArray();
    Object[] slots = children.toArray();
    return new Node<>(children.get(0).height + 1, sizeOfAll(slots), firsts, slots);
  }

  private static int sizeOfAll(Object[] slots) {
    return Arrays.stream(slots).mapToInt(Node::sizeOf).sum();
  }

  private static int sizeOf(Object slot) {
    return slot instanceof Node<?, ?> child ? child.size : 1;
  }

  private static Object[] replaced(Object[] array, int at, Object by) {
    Object[] result = array.clone();
    result[at] = by;
    return result;
  }

  private static Object[] inserted(Object[] array, int at, Object added) {
    Object[] result = new Object[array.length + 1];
    System.arraycopy(array, 0, result, 0, at);
    result[at] = added;
    System.arraycopy(array, at, result, at + 1, array.length - at);
    return result;
  }

  private static Object[] removed(Object[] array, int at) {
    Object[] result = new Object[array.length - 1];
    System.arraycopy(array, 0, result, 0, at);
    System.arraycopy(array, at + 1, result, at, result.length - at);
    return result;
  }

  private static Object[] joined(Object[] left, Object[] right) {
    Object[] result = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, result, left.length, right.length);
    return result;
  }

  private static boolean isSame(Object one, Object other) {
    return one == other;
  }
}
