package io.gaia.server.live;

import java.util.List;

/**
 * One client's connection, as the hub uses it. No call blocks. A call may end in another one from
 * the network, such as the end of the connection: the hub makes it without holding a lock.
 */
interface Outbound {

  /**
   * Sends frames in their order, together where that is cheaper; one call at a time.
   *
   * @param frames at least one
   * @param done told once, when all are with the network or one failed
   */
  void send(List<LiveFrame> frames, Sent done);

  /** Shows that the connection lives. */
  void ping();

  /** Says why, and ends it. Nothing is sent after that. */
  void close(CloseCode code, String reason);

  /** Drops the connection without a word. */
  void abort();

  /** The end of a send. */
  interface Sent {
    void ok();

    void failed(Throwable cause);
  }
}
