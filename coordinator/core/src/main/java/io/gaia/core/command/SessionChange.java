package io.gaia.core.command;

import io.gaia.core.model.WireName;

/** What can be asked of a living session. */
public enum SessionChange implements WireName {
  PAUSE,
  RESUME,
  DRAIN
}
