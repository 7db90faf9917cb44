package io.gaia.core.model;

/**
 * The last index at which an entity changed.
 *
 * @param deleted the entity is gone (released lock, removed affinity, evicted task or session)
 */
public record Change(long index, EntityKind kind, String id, boolean deleted)
    implements Comparable<Change> {
  @Override
  public int compareTo(Change other) {
    int byIndex = Long.compare(index, other.index);
    if (byIndex != 0) {
      return byIndex;
    }
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : id.compareTo(other.id);
  }
}
