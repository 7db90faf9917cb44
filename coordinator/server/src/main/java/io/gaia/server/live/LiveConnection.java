package io.gaia.server.live;

import io.gaia.server.auth.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One client: a bounded queue of frames, sent one after the other without a thread of its own.
 * Thread-safe.
 */
final class LiveConnection {

  static final int SLOW_READER = 4008;

  /** So many frames may wait when the next page of history is read. */
  private static final int FEW_FRAMES = 50;

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  /**
   * @param replayed asked for by cursor: does not count against a reader's bound
   */
  private record Waiting(byte[] text, boolean replayed) {}

  private final Caller caller;
  private final Outbound outbound;
  private final LiveSettings settings;
  private final LiveMetrics metrics;
  private final InstantSource time;
  private final Set<Channel> channels = new HashSet<>();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  // told when few frames wait
  private final List<Runnable> forRoom = new ArrayList<>();
  private int liveWaiting;
  private State state = State.OPEN;
  private boolean sending;
  private boolean draining;
  // when the send, or the close, began
  private Instant since = Instant.MAX;

  LiveConnection(
      Caller caller,
      Outbound outbound,
      LiveSettings settings,
      LiveMetrics metrics,
      InstantSource time) {
    this.caller = caller;
    this.outbound = outbound;
    this.settings = settings;
    this.metrics = metrics;
    this.time = time;
  }

  Caller caller() {
    return caller;
  }

  /** Channels it listens to; touched by the hub alone, under this lock. */
  synchronized boolean join(Channel channel) {
    if (channels.contains(channel)) {
      return true;
    }
    return channels.size() < settings.maxSubscriptions() && channels.add(channel);
  }

  synchronized boolean leave(Channel channel) {
    return channels.remove(channel);
  }

  synchronized Set<Channel> channels() {
    return Set.copyOf(channels);
  }

  /**
   * Puts a frame at the end of the queue; {@link #drain} sends it. A reader that is too far behind
   * is cut off instead.
   */
  synchronized void offer(byte[] text, boolean replayed) {
    if (state != State.OPEN) {
      return;
    }
    if (!replayed && liveWaiting >= settings.maxWaitingFrames()) {
      cutOff(liveWaiting + " events waited");
      return;
    }
    queue.add(new Waiting(text, replayed));
    liveWaiting += replayed ? 0 : 1;
  }

  /**
   * Whether few frames wait; if not, {@code whenThereIs} is told, once, when it is so, unless the
   * socket closes before. It must be quick.
   */
  synchronized boolean hasRoom(Runnable whenThereIs) {
    if (state == State.OPEN && queue.size() > FEW_FRAMES) {
      forRoom.add(whenThereIs);
    }
    return state == State.OPEN && queue.size() <= FEW_FRAMES;
  }

  private synchronized List<Runnable> nowWithRoom() {
    if (forRoom.isEmpty() || queue.size() > FEW_FRAMES) {
      return List.of();
    }
    List<Runnable> told = List.copyOf(forRoom);
    forRoom.clear();
    return told;
  }

  /** Sends what waits, as far as the network takes it. Returns at once. */
  void drain() {
    synchronized (this) {
      if (draining) {
        return;
      }
      draining = true;
    }
    // a send that ends at once comes back here through the loop, not through the stack
    for (Optional<byte[]> next = next(); next.isPresent(); next = next()) {
      outbound.send(next.get(), new Sent());
      nowWithRoom().forEach(Runnable::run);
    }
  }

  private synchronized Optional<byte[]> next() {
    if (sending || queue.isEmpty() || state != State.OPEN) {
      draining = false;
      return Optional.empty();
    }
    Waiting waiting = queue.remove();
    liveWaiting -= waiting.replayed() ? 0 : 1;
    sending = true;
    since = time.instant();
    return Optional.of(waiting.text());
  }

  /** Cuts off who has stalled, and drops who does not end its close. */
  synchronized void check() {
    if (state == State.OPEN && sending && isOver(settings.stalledAfter())) {
      cutOff("nothing was read for " + settings.stalledAfter().toSeconds() + " s");
    } else if (state == State.CLOSING && isOver(settings.closeGrace())) {
      state = State.CLOSED;
      outbound.abort();
    }
  }

  private boolean isOver(Duration limit) {
    return since.plus(limit).isBefore(time.instant());
  }

  synchronized void ping() {
    if (state == State.OPEN && !sending) {
      outbound.ping();
    }
  }

  private void cutOff(String why) {
    metrics.slowReaders().inc();
    close(SLOW_READER, "slow reader: " + why + "; resume from your cursor");
  }

  synchronized void close(int code, String reason) {
    if (state == State.OPEN) {
      state = State.CLOSING;
      queue.clear();
      forRoom.clear();
      liveWaiting = 0;
      since = time.instant();
      outbound.close(code, reason);
    }
  }

  /** The socket is gone. */
  synchronized void closed() {
    state = State.CLOSED;
    queue.clear();
    forRoom.clear();
  }

  synchronized boolean isClosed() {
    return state == State.CLOSED;
  }

  private final class Sent implements Outbound.Sent {
    @Override
    public void ok() {
      synchronized (LiveConnection.this) {
        sending = false;
      }
      metrics.framesSent().mark();
      drain();
    }

    @Override
    public void failed(Throwable cause) {
      synchronized (LiveConnection.this) {
        sending = false;
        close(1011, "could not send");
      }
    }
  }
}
