package io.gaia.core.map;

import java.util.List;

/** A node of {@link OrderedMap}; null is the empty tree. */
final class Node<K extends Comparable<? super K>, V> {
  /** A side may weigh so many times the other. */
  private static final int BALANCE = 3;

  /**
   * A single rotation is enough when the inner grandchild is lighter than so many times the outer.
   */
  private static final int SINGLE = 2;

  final K key;
  final V value;
  final Node<K, V> left;
  final Node<K, V> right;
  private final int size;

  private Node(K key, V value, Node<K, V> left, Node<K, V> right) {
    this.key = key;
    this.value = value;
    this.left = left;
    this.right = right;
    this.size = size(left) + size(right) + 1;
  }

  static int size(Node<?, ?> node) {
    return node == null ? 0 : node.size;
  }

  /** A balanced tree of the entries from that one on, before that other one. */
  static <K extends Comparable<? super K>, V> Node<K, V> of(
      List<K> keys, List<V> values, int from, int to) {
    if (from == to) {
      return null;
    }
    int middle = (from + to) >>> 1;
    return new Node<>(
        keys.get(middle),
        values.get(middle),
        of(keys, values, from, middle),
        of(keys, values, middle + 1, to));
  }

  static int depth(Node<?, ?> node) {
    return node == null ? 0 : 1 + Math.max(depth(node.left), depth(node.right));
  }

  static <K extends Comparable<? super K>, V> Node<K, V> first(Node<K, V> root) {
    Node<K, V> node = root;
    while (node.left != null) {
      node = node.left;
    }
    return node;
  }

  static <K extends Comparable<? super K>, V> Node<K, V> put(Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return new Node<>(key, value, node.left, node.right);
    }
    return order < 0
        ? node.with(put(node.left, key, value), node.right)
        : node.with(node.left, put(node.right, key, value));
  }

  /** The key must be there. */
  static <K extends Comparable<? super K>, V> Node<K, V> remove(Node<K, V> node, K key) {
    int order = key.compareTo(node.key);
    if (order < 0) {
      return node.with(remove(node.left, key), node.right);
    }
    if (order > 0) {
      return node.with(node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    Node<K, V> next = first(node.right);
    return next.with(node.left, removeFirst(node.right));
  }

  private static <K extends Comparable<? super K>, V> Node<K, V> removeFirst(Node<K, V> node) {
    return node.left == null ? node.right : node.with(removeFirst(node.left), node.right);
  }

  /** This key and value over those subtrees, one of which may be one too heavy or too light. */
  private Node<K, V> with(Node<K, V> newLeft, Node<K, V> newRight) {
    int leftWeight = size(newLeft) + 1;
    int rightWeight = size(newRight) + 1;
    if (rightWeight > BALANCE * leftWeight) {
      return rotateLeft(newLeft, newRight);
    }
    if (leftWeight > BALANCE * rightWeight) {
      return rotateRight(newLeft, newRight);
    }
    return new Node<>(key, value, newLeft, newRight);
  }

  private Node<K, V> rotateLeft(Node<K, V> light, Node<K, V> heavy) {
    Node<K, V> inner = heavy.left;
    if (size(inner) + 1 < SINGLE * (size(heavy.right) + 1)) {
      return new Node<>(heavy.key, heavy.value, new Node<>(key, value, light, inner), heavy.right);
    }
    return new Node<>(
        inner.key,
        inner.value,
        new Node<>(key, value, light, inner.left),
        new Node<>(heavy.key, heavy.value, inner.right, heavy.right));
  }

  private Node<K, V> rotateRight(Node<K, V> heavy, Node<K, V> light) {
    Node<K, V> inner = heavy.right;
    if (size(inner) + 1 < SINGLE * (size(heavy.left) + 1)) {
      return new Node<>(heavy.key, heavy.value, heavy.left, new Node<>(key, value, inner, light));
    }
    return new Node<>(
        inner.key,
        inner.value,
        new Node<>(heavy.key, heavy.value, heavy.left, inner.left),
        new Node<>(key, value, inner.right, light));
  }
}
