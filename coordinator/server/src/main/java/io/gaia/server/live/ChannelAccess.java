package io.gaia.server.live;

import io.gaia.server.auth.Caller;

/** Who may listen to what. */
public interface ChannelAccess {
  boolean mayListen(Caller caller, Channel channel);
}
