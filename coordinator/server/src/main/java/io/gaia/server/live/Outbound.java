package io.gaia.server.live;

/** One client's connection, as the hub uses it. No call blocks. */
interface Outbound {

  /**
   * Sends a frame; one at a time.
   *
   * @param done told once, when the frame is with the network or failed
   */
  void send(LiveFrame frame, Sent done);

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
