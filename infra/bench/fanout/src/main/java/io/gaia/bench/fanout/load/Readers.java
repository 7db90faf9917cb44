package io.gaia.bench.fanout.load;

import io.gaia.bench.fanout.load.Handshake.Opened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many sockets that listen, read by one thread. What goes wrong on one of them ends the run. */
final class Readers extends Thread implements AutoCloseable {
  private static final int BUFFER_BYTES = 512 * 1024;
  private static final String SUBSCRIBED = "{\"type\":\"subscribed\"";

  private final Selector selector = Selector.open();
  private final Queue<Opened> opened = new ConcurrentLinkedQueue<>();
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
  private final Arrivals arrivals;
  private volatile int subscribed;
  private volatile Optional<Throwable> failure = Optional.empty();
  private volatile boolean isClosing;

  Readers(Arrivals arrivals) throws IOException {
    super("readers");
    setDaemon(true);
    this.arrivals = arrivals;
  }

  /** Takes over an open socket. */
  void add(Opened socket) {
    opened.add(socket);
    selector.wakeup();
  }

  /** How many were told that they are subscribed. */
  int subscribed() {
    requireWell();
    return subscribed;
  }

  /** Fails when reading has failed. */
  void requireWell() {
    failure.ifPresent(
        cause -> {
          throw new IllegalStateException("a reader failed", cause);
        });
  }

  @Override
  public void run() {
    try {
      while (!isClosing) {
        selector.select(this::read);
        for (Opened next = opened.poll(); next != null; next = opened.poll()) {
          Reader reader = new Reader(next.channel());
          next.channel().configureBlocking(false);
          next.channel().register(selector, SelectionKey.OP_READ, reader);
          reader.take(next.early());
        }
      }
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  private void read(SelectionKey key) {
    try {
      ((Reader) key.attachment()).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    isClosing = true;
    selector.wakeup();
  }

  private final class Reader implements FrameDecoder.Sink {
    private final SocketChannel channel;
    private final FrameDecoder decoder = new FrameDecoder();
    private long now;

    Reader(SocketChannel channel) {
      this.channel = channel;
    }

    void read() throws IOException {
      in.clear();
      decoder.giveBack(in);
      if (channel.read(in) < 0) {
        throw new IOException("the server hung up");
      }
      take(in.flip());
    }

    void take(ByteBuffer bytes) {
      now = System.nanoTime();
      decoder.decode(bytes, this);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void text(byte[] bytes, int from, int to) {
      int number = Message.numberIn(bytes, from, to);
      if (number >= 0) {
        arrivals.arrived(number, now);
        return;
      }
      String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
      if (!text.startsWith(SUBSCRIBED)) {
        throw new IllegalStateException("a reader was told " + text);
      }
      subscribed++;
    }

    @Override
    public void ping(byte[] bytes, int from, int to) {
      try {
        // a few bytes: there is room for them, or the server has not read for long
        channel.write(ClientFrames.pong(bytes, from, to));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void closed(int code) {
      throw new IllegalStateException("the server closed a socket with " + code);
    }
  }
}
