package io.gaia.server.live;

import io.gaia.server.auth.Caller;

/** Is told who begins to listen to what. Must be quick. */
@FunctionalInterface
public interface ListeningWatch {

  /**
   * @param address of the network
   */
  void listens(Caller caller, String address, Channel channel);
}
