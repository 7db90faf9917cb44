package io.gaia.core.model;

/** How a claim ended. */
public enum AttemptOutcome implements WireName {
  COMPLETED,
  FAILED,
  /** Its session died, came back as another incarnation, or the claim ran out. */
  LOST,
  RELEASED,
  CANCELLED
}
