package io.gaia.bench.failover;

/** A client's call, accepted or failed; times are {@link System#nanoTime}. */
record Call(long sent, long answered, boolean accepted) {
  boolean overlaps(long from, long to) {
    return sent <= to && answered >= from;
  }
}
