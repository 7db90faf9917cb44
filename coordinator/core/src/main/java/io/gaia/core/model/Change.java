package io.gaia.core.model;

import java.util.Comparator;

/**
 * The last index at which an entity changed.
 *
 * @param deleted the entity is gone (released lock, removed affinity, evicted task or session)
 */
public record Change(long index, EntityKind kind, String id, boolean deleted)
    implements Comparable<Change> {
  private static final Comparator<Change> ORDER =
      Comparator.comparingLong(Change::index).thenComparing(Change::kind).thenComparing(Change::id);

  @Override
  public int compareTo(Change other) {
    return ORDER.compare(this, other);
  }
}
