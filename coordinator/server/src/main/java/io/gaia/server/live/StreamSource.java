package io.gaia.server.live;

/** Where events come from, each in an order of its own. */
public enum StreamSource {
  /** The topic teacher-alerts. */
  ALERTS,
  /** The replicated log. */
  COORDINATION
}
