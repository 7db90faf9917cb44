package io.gaia.bench.fanout.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Opens one WebSocket: connects, asks for the upgrade, and reads up to the end of the answer. */
final class Handshake {
  private static final String REQUEST =
      "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n";
  private static final String ACCEPTED = "HTTP/1.1 101 ";
  private static final String END = "\r\n\r\n";
  private static final int MOST_BYTES = 8 * 1024;

  private Handshake() {}

  /**
   * @param channel blocking
   * @param early what came with the answer, such as a ping; with an array
   */
  record Opened(SocketChannel channel, ByteBuffer early) {}

  /**
   * @param token empty for none
   */
  static Opened open(int port, String path, String token) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    writeAll(
        channel,
        ByteBuffer.wrap(
            REQUEST.formatted(path, port, authorization).getBytes(StandardCharsets.US_ASCII)));
    ByteBuffer answer = ByteBuffer.allocate(MOST_BYTES);
    String text = "";
    while (!text.contains(END)) {
      if (channel.read(answer) < 0) {
        throw new IOException("the server hung up after: " + text);
      }
      text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
    }
    if (!text.startsWith(ACCEPTED)) {
      throw new IOException("no upgrade: " + text);
    }
    answer.flip().position(text.indexOf(END) + END.length());
    return new Opened(channel, answer);
  }

  static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
