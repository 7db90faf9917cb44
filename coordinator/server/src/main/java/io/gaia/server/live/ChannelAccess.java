package io.gaia.server.live;

import io.gaia.server.auth.Caller;

/**
 * Who may listen to what. What it depends on may change: see {@link HubPublisher#accessChanged}.
 */
public interface ChannelAccess {
  boolean mayListen(Caller caller, Channel channel);

  /**
   * Whether a refusal would be the last word. If not, who asks is kept waiting until {@link
   * HubPublisher#accessKnown}.
   */
  default boolean isKnown() {
    return true;
  }
}
