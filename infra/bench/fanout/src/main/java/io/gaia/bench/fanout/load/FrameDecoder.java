package io.gaia.bench.fanout.load;

import java.nio.ByteBuffer;

/**
 * Cuts what a server sends into WebSocket frames. It takes what our servers send, whole frames
 * without extensions, and refuses the rest. Keeps what is not whole yet. Not thread-safe.
 */
final class FrameDecoder {
  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_CLOSE = 0x88;
  private static final int FINAL_PING = 0x89;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int LENGTH_OF_64_BITS = 127;
  private static final byte[] NOTHING = {};

  private byte[] rest = NOTHING;

  /** What becomes of frames; the arrays are valid within the call. */
  interface Sink {
    void text(byte[] bytes, int from, int to);

    void ping(byte[] bytes, int from, int to);

    void closed(int code);
  }

  /** Puts what was kept at the beginning of an empty buffer, into which one reads the next. */
  void giveBack(ByteBuffer in) {
    in.put(rest);
    rest = NOTHING;
  }

  /**
   * Takes all that is in the buffer.
   *
   * @param in flipped, with an array
   */
  void decode(ByteBuffer in, Sink sink) {
    boolean isThereMore = true;
    while (isThereMore) {
      isThereMore = decodeOne(in, sink);
    }
    if (in.hasRemaining()) {
      rest = new byte[in.remaining()];
      in.get(rest);
    }
  }

  private static boolean decodeOne(ByteBuffer in, Sink sink) {
    if (in.remaining() < 2) {
      return false;
    }
    int start = in.position();
    int head = in.get() & 0xff;
    long length = in.get() & 0xff;
    if (length >= LENGTH_OF_16_BITS) {
      int width = length == LENGTH_OF_64_BITS ? Long.BYTES : Short.BYTES;
      if (in.remaining() < width) {
        in.position(start);
        return false;
      }
      length = width == Long.BYTES ? in.getLong() : in.getShort() & 0xffff;
    }
    if (in.remaining() < length) {
      in.position(start);
      return false;
    }
    int from = in.arrayOffset() + in.position();
    int to = from + (int) length;
    switch (head) {
      case FINAL_TEXT -> sink.text(in.array(), from, to);
      case FINAL_PING -> sink.ping(in.array(), from, to);
      case FINAL_CLOSE -> sink.closed(length >= 2 ? in.getShort(in.position()) & 0xffff : 1005);
      default -> throw new IllegalStateException("a frame that begins with " + head);
    }
    in.position(in.position() + (int) length);
    return true;
  }
}
