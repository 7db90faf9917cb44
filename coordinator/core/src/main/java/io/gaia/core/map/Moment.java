package io.gaia.core.map;

/** A key of a time and what it is about: earlier ones come first. */
public record Moment<K extends Comparable<? super K>>(long atMs, K about)
    implements Comparable<Moment<K>> {
  @Override
  public int compareTo(Moment<K> other) {
    int byTime = Long.compare(atMs, other.atMs);
    return byTime != 0 ? byTime : about.compareTo(other.about);
  }
}
