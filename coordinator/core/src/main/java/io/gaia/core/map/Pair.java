package io.gaia.core.map;

/** A key of two parts: all pairs with the same first part stand together. */
public record Pair(String first, String second) implements Comparable<Pair> {
  @Override
  public int compareTo(Pair other) {
    int byFirst = first.compareTo(other.first);
    return byFirst != 0 ? byFirst : second.compareTo(other.second);
  }

  /** Comes before every pair with that first part. */
  public static Pair startOf(String first) {
    return new Pair(first, "");
  }
}
