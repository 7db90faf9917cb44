package io.gaia.core.model;

/** A label of a session that a task's {@link Requires} matches. */
public enum Tier implements WireName {
  HIGH_LEVEL,
  MANAGER,
  WORKER
}
