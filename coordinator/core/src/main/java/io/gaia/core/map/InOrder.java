package io.gaia.core.map;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.ToIntFunction;

/** A walk over the leaves of a tree, from one place to the end. */
final class InOrder<K extends Comparable<? super K>, V> implements Iterator<V> {
  /** The nodes on the way down to where the walk is, each at the place of its height. */
  private final List<Node<K, V>> path;

  /** The slot in each of them; in the leaf, of what comes next. */
  private final int[] slots;

  /**
   * @param inBranch tells the subtree to begin with
   * @param inLeaf tells the value to begin with, or the width to begin in the leaf after it
   */
  InOrder(Node<K, V> root, ToIntFunction<Node<K, V>> inBranch, ToIntFunction<Node<K, V>> inLeaf) {
    path = new ArrayList<>(Collections.nCopies(root.height + 1, root));
    slots = new int[root.height + 1];
    for (int height = root.height; height > 0; height--) {
      slots[height] = inBranch.applyAsInt(path.get(height));
      path.set(height - 1, path.get(height).child(slots[height]));
    }
    slots[0] = inLeaf.applyAsInt(path.get(0));
    toNextLeafAtEnd();
  }

  @Override
  public boolean hasNext() {
    return slots[0] < path.get(0).width();
  }

  @Override
  public V next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    V value = path.get(0).value(slots[0]++);
    toNextLeafAtEnd();
    return value;
  }

  private void toNextLeafAtEnd() {
    int height = 0;
    while (slots[height] == path.get(height).width()) {
      height++;
      if (height == slots.length) {
        return;
      }
      slots[height]++;
    }
    while (height > 0) {
      Node<K, V> below = path.get(height).child(slots[height]);
      height--;
      path.set(height, below);
      slots[height] = 0;
    }
  }
}
