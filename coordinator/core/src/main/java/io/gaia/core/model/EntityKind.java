package io.gaia.core.model;

/** What a {@link Change} is about. */
public enum EntityKind implements WireName {
  SESSION,
  LESSON,
  TASK,
  LOCK,
  /** Its id is session id, a blank, lesson id. */
  AFFINITY
}
