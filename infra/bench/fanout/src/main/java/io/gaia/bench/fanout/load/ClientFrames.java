package io.gaia.bench.fanout.load;

import java.nio.ByteBuffer;

/** What a client sends: frames that are masked, as they must be, with a mask of zeros. */
final class ClientFrames {
  private static final int TEXT = 0x81;
  private static final int PONG = 0x8a;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 125;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int MOST_HEAD_BYTES = 8;

  private ClientFrames() {}

  static ByteBuffer text(byte[] payload) {
    return frame(TEXT, payload, 0, payload.length);
  }

  static ByteBuffer pong(byte[] bytes, int from, int to) {
    return frame(PONG, bytes, from, to);
  }

  private static ByteBuffer frame(int head, byte[] bytes, int from, int to) {
    int length = to - from;
    if (length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("frames of at most 32 KiB, not " + length);
    }
    ByteBuffer frame = ByteBuffer.allocate(length + MOST_HEAD_BYTES).put((byte) head);
    if (length <= SHORT_LENGTH) {
      frame.put((byte) (MASKED | length));
    } else {
      frame.put((byte) (MASKED | LENGTH_OF_16_BITS)).putShort((short) length);
    }
    return frame.putInt(0).put(bytes, from, length).flip();
  }
}
