package io.gaia.bench.fanout.load;

import java.util.List;

/**
 * Whom the load generator talks to.
 *
 * @param port on 127.0.0.1
 * @param tokens of the users who listen, in turn; none for the peer
 * @param kafka where the records go; empty for the peer, to which they are sent over a socket
 */
public record Target(int port, long pid, List<String> tokens, String kafka) {
  boolean isGaia() {
    return !kafka.isEmpty();
  }

  /** Where one listens. */
  String path() {
    return isGaia() ? "/ws" : "/listen";
  }
}
