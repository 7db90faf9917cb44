package io.gaia.bench.fanout.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private final FrameDecoder decoder = new FrameDecoder();
  private final List<String> heard = new ArrayList<>();

  private final FrameDecoder.Sink sink =
      new FrameDecoder.Sink() {
        @Override
        public void text(byte[] bytes, int from, int to) {
          heard.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void ping(byte[] bytes, int from, int to) {
          heard.add("ping of " + (to - from));
        }

        @Override
        public void closed(int code) {
          heard.add("closed " + code);
        }
      };

  private void receive(byte[] bytes, int from, int length) {
    ByteBuffer in = ByteBuffer.allocate(200_000);
    decoder.giveBack(in);
    decoder.decode(in.put(bytes, from, length).flip(), sink);
  }

  /** As a server writes it. */
  private static void put(ByteBuffer out, int head, byte[] payload) {
    out.put((byte) head);
    if (payload.length < 126) {
      out.put((byte) payload.length);
    } else if (payload.length < 65_536) {
      out.put((byte) 126).putShort((short) payload.length);
    } else {
      out.put((byte) 127).putLong(payload.length);
    }
    out.put(payload);
  }

  @Test
  void framesOfAllLengthsComeWholeHoweverTheNetworkCutsThem() {
    ByteBuffer sent = ByteBuffer.allocate(200_000);
    List<String> expected = new ArrayList<>();
    for (int length : new int[] {0, 1, 125, 126, 1_000, 65_535, 65_536}) {
      String text = "x".repeat(length);
      put(sent, 0x81, text.getBytes(StandardCharsets.UTF_8));
      put(sent, 0x89, new byte[] {1, 2});
      expected.addAll(List.of(text, "ping of 2"));
    }
    put(sent, 0x88, new byte[] {0x0f, (byte) 0xa8, 'w', 'h', 'y'});
    expected.add("closed 4008");
    Random random = new Random(7);
    for (int at = 0; at < sent.position(); ) {
      int length = Math.min(sent.position() - at, 1 + random.nextInt(3_000));
      receive(sent.array(), at, length);
      at += length;
    }
    assertThat(heard).isEqualTo(expected);
  }

  @Test
  void aCompressedFrameIsRefused() {
    assertThatThrownBy(() -> receive(new byte[] {(byte) 0xc1, 0}, 0, 2))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theNumberOfAMessageIsFoundInItsFrame() {
    byte[] alert = Message.alert("run", 4_711, java.time.Instant.EPOCH);
    byte[] frame = Message.frame(alert, 4_711);
    assertThat(Message.numberIn(frame, 0, frame.length)).isEqualTo(4_711);
    byte[] none = "{\"type\":\"subscribed\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(Message.numberIn(none, 0, none.length)).isEqualTo(-1);
  }
}
