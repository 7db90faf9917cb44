package io.gaia.core.model;

/** What silence, lack of progress and failures say about a session. */
public enum Health implements WireName {
  HEALTHY,
  /** Silent for half a lease, or {@link Session#DEGRADING_FAILURES} failures in a row. */
  DEGRADED,
  /** Alive without progress, or no longer alive. */
  UNHEALTHY
}
