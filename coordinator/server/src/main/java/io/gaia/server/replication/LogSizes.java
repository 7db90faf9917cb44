package io.gaia.server.replication;

/**
 * How large the log becomes.
 *
 * @param segmentBytes of one of its files; whole files are purged, behind a snapshot
 * @param snapshotEntries so many after a snapshot the next one is due
 * @param snapshotBytes of entries, likewise
 */
record LogSizes(long segmentBytes, long snapshotEntries, long snapshotBytes) {
  static final LogSizes USUAL = new LogSizes(32L << 20, 100_000, 128L << 20);
}
