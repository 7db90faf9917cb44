package io.gaia.client.http;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Sends frames over a socket, many in one list: callers who were answered together often ask again
 * together, so the first of them waits a moment for the others. Who is alone waits for nobody.
 * Thread-safe.
 */
final class FrameSender {

  /** Below what a server takes at once unless it is told otherwise. */
  static final int MAX_BYTES = 15_000;

  /** Less than an entry in the coordinators' log takes. */
  private static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(150);

  private final Consumer<String> onFailure;
  // guarded by this
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private Optional<WebSocket> socket = Optional.empty();
  private boolean isSending;
  private boolean isClosed;
  // callers who may ask again now
  private int expected;

  /**
   * @param onFailure told why nothing more can be sent
   */
  FrameSender(Consumer<String> onFailure) {
    this.onFailure = onFailure;
  }

  void start(WebSocket over) {
    synchronized (this) {
      socket = Optional.of(over);
    }
    Thread late = new Thread(this::sendLate, "call-socket");
    late.setDaemon(true);
    late.start();
  }

  /** False when it is closed. */
  boolean add(byte[] frame) {
    synchronized (this) {
      if (isClosed) {
        return false;
      }
      waiting.add(frame);
    }
    send();
    return true;
  }

  /** So many callers are about to be answered. */
  synchronized void expect(int callers) {
    expected += callers;
  }

  private void send() {
    Optional<String> list;
    synchronized (this) {
      if (waiting.size() < expected) {
        // the others are on their way; not all may come
        notifyAll();
        return;
      }
      list = next();
    }
    list.ifPresent(this::send);
  }

  private void send(String list) {
    WebSocket over;
    synchronized (this) {
      over = socket.orElseThrow();
    }
    var unused =
        over.sendText(list, true)
            .whenComplete(
                (sent, failure) -> {
                  if (failure != null) {
                    onFailure.accept("could not send: " + failure);
                    return;
                  }
                  synchronized (this) {
                    isSending = false;
                  }
                  send();
                });
  }

  private synchronized Optional<String> next() {
    if (isSending || waiting.isEmpty()) {
      return Optional.empty();
    }
    isSending = true;
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    do {
      list.write(list.size() == 0 ? '[' : ',');
      list.writeBytes(waiting.remove());
      expected = Math.max(0, expected - 1);
    } while (!waiting.isEmpty() && list.size() + waiting.element().length < MAX_BYTES);
    list.write(']');
    return Optional.of(list.toString(StandardCharsets.UTF_8));
  }

  /** Sends what has waited for the others long enough. */
  private void sendLate() {
    try {
      while (awaitedSomething()) {
        LockSupport.parkNanos(MOMENT_NANOS);
        Optional<String> list;
        synchronized (this) {
          expected = 0;
          list = next();
        }
        list.ifPresent(this::send);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when it is closed. */
  private synchronized boolean awaitedSomething() throws InterruptedException {
    while (!isClosed && (waiting.isEmpty() || isSending)) {
      wait();
    }
    return !isClosed;
  }

  /** Nothing more is sent. */
  synchronized void close() {
    isClosed = true;
    waiting.clear();
    socket.ifPresent(WebSocket::abort);
    notifyAll();
  }
}
