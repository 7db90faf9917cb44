package io.gaia.server.live;

/** One client's socket, as the hub uses it. No call blocks. */
interface Outbound {

  /**
   * Sends a text frame; one at a time.
   *
   * @param done told once, when the frame is with the network or failed
   */
  void send(byte[] text, Sent done);

  void ping();

  void close(int code, String reason);

  /** Drops the connection without a word. */
  void abort();

  /** The end of a send. */
  interface Sent {
    void ok();

    void failed(Throwable cause);
  }
}
