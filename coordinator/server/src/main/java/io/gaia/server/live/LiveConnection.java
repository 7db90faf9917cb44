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
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: a bounded queue of frames, sent one after the other without a thread of its own.
 * Thread-safe.
 */
final class LiveConnection {

  private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);

  /** So many frames may wait when the next page of history is read. */
  private static final int FEW_FRAMES = 50;

  /** So much goes to the network at once. */
  private static final int FRAMES_AT_ONCE = 64;

  private static final int BYTES_AT_ONCE = 64 * 1024;

  /** So much may wait for a reader, besides what it asked for by cursor. */
  private static final long MOST_BYTES_WAITING = 16L * 1024 * 1024;

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  private record Ending(CloseCode code, String reason) {}

  /**
   * Who is at the other end.
   *
   * @param id on this node
   * @param address of the network
   */
  record Who(long id, Caller caller, String address, Door door, Instant since) {}

  /**
   * What is asked for by cursor counts against no bound of its reader, and of answers only the
   * size.
   *
   * @param frames that count
   * @param bytes that count
   */
  private record Waiting(LiveFrame frame, int frames, int bytes) {
    boolean isAnswer() {
      return frames == 0 && bytes > 0;
    }
  }

  private final Who who;
  private final Outbound outbound;
  private final LiveSettings settings;
  private final LiveMetrics metrics;
  private final InstantSource time;
  private final Set<Channel> channels = new HashSet<>();
  private final AtomicLong sent = new AtomicLong();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  // told when few frames wait
  private final List<Runnable> forRoom = new ArrayList<>();
  private int framesWaiting;
  private long bytesWaiting;
  private State state = State.OPEN;
  private boolean sending;
  private boolean sendingAnswers;
  private boolean draining;
  // what comes when the queue is empty
  private Optional<Ending> last = Optional.empty();
  // what the network is to be told, under no lock: it may come back with the end of the connection
  private Optional<Runnable> untold = Optional.empty();
  // when the send, or the close, began
  private Instant since = Instant.MAX;

  LiveConnection(
      Who who, Outbound outbound, LiveSettings settings, LiveMetrics metrics, InstantSource time) {
    this.who = who;
    this.outbound = outbound;
    this.settings = settings;
    this.metrics = metrics;
    this.time = time;
  }

  Who who() {
    return who;
  }

  Caller caller() {
    return who.caller();
  }

  /** Channels it listens to; touched by the hub alone, under this lock. */
  synchronized boolean join(Channel channel) {
    if (channels.contains(channel)) {
      return true;
    }
    return channels.size() < settings.limits().maxSubscriptions() && channels.add(channel);
  }

  synchronized boolean leave(Channel channel) {
    return channels.remove(channel);
  }

  synchronized boolean listensTo(Channel channel) {
    return state == State.OPEN && channels.contains(channel);
  }

  synchronized int channelCount() {
    return channels.size();
  }

  synchronized Set<Channel> channels() {
    return Set.copyOf(channels);
  }

  /**
   * Puts a frame at the end of the queue, or cuts off a reader that is too far behind. {@link
   * #drain} tells the network, and is to be called under no lock.
   */
  synchronized void offer(LiveFrame frame, boolean replayed) {
    if (state != State.OPEN || last.isPresent()) {
      return;
    }
    if (!replayed && framesWaiting >= settings.maxWaitingFrames()) {
      cutOff(framesWaiting + " events waited");
      return;
    }
    add(new Waiting(frame, replayed ? 0 : 1, replayed ? 0 : frame.bytes()));
  }

  /** As {@link #offer}, of what the client asked for; it has so many calls open at most. */
  synchronized void answer(LiveFrame frame) {
    if (state == State.OPEN && last.isEmpty()) {
      add(new Waiting(frame, 0, frame.bytes()));
    }
  }

  private void add(Waiting waiting) {
    boolean isTooMuch = bytesWaiting > 0 && bytesWaiting + waiting.bytes() > MOST_BYTES_WAITING;
    if (isTooMuch && waiting.bytes() > 0) {
      cutOff(bytesWaiting + " bytes waited");
      return;
    }
    queue.add(waiting);
    framesWaiting += waiting.frames();
    bytesWaiting += waiting.bytes();
  }

  /** False when what its client says is to be passed over: it was told to go, or has to. */
  synchronized boolean mayAsk() {
    return state == State.OPEN
        && last.isEmpty()
        && time.instant().isBefore(who.caller().validUntil());
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
    for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
      next.get().run();
      nowWithRoom().forEach(Runnable::run);
    }
  }

  /** What is to be done now, under no lock. */
  private synchronized Optional<Runnable> next() {
    if (!sending && queue.isEmpty()) {
      last.ifPresent(ending -> beginToClose(ending.code(), ending.reason()));
    }
    Optional<Runnable> next = untold;
    untold = Optional.empty();
    if (next.isEmpty() && !sending && !queue.isEmpty() && state == State.OPEN) {
      List<LiveFrame> frames = taken();
      sending = true;
      since = time.instant();
      next = Optional.of(() -> outbound.send(frames, new Sent(frames.size())));
    }
    draining = next.isPresent();
    return next;
  }

  private List<LiveFrame> taken() {
    List<LiveFrame> frames = new ArrayList<>();
    int bytes = queue.element().frame().bytes();
    do {
      Waiting waiting = queue.remove();
      sendingAnswers |= waiting.isAnswer();
      framesWaiting -= waiting.frames();
      bytesWaiting -= waiting.bytes();
      frames.add(waiting.frame());
      bytes += queue.isEmpty() ? 0 : queue.element().frame().bytes();
    } while (!queue.isEmpty() && frames.size() < FRAMES_AT_ONCE && bytes <= BYTES_AT_ONCE);
    return frames;
  }

  /** Cuts off who has stalled or whose token is over, and drops who does not end its close. */
  void check() {
    checkTimes();
    drain();
  }

  private synchronized void checkTimes() {
    if (state == State.OPEN && !time.instant().isBefore(who.caller().validUntil())) {
      metrics.expired().inc();
      beginToClose(CloseCode.TOKEN_EXPIRED, "the token has expired: connect again with a new one");
    } else if (state == State.OPEN && sending && isOver(settings.stalledAfter())) {
      cutOff("nothing was read for " + settings.stalledAfter().toSeconds() + " s");
    } else if (state == State.CLOSING && isOver(settings.closeGrace())) {
      state = State.CLOSED;
      untold = Optional.of(outbound::abort);
    }
  }

  private boolean isOver(Duration limit) {
    return since.plus(limit).isBefore(time.instant());
  }

  void ping() {
    if (isIdle()) {
      outbound.ping();
    }
  }

  private synchronized boolean isIdle() {
    return state == State.OPEN && !sending;
  }

  private void cutOff(String why) {
    metrics.slowReaders().inc();
    beginToClose(CloseCode.SLOW_READER, "slow reader: " + why + "; resume from your cursor");
  }

  /** Ends it when all that waits is sent; nothing more is taken. */
  void closeAfterwards(CloseCode code, String reason) {
    synchronized (this) {
      last = last.or(() -> Optional.of(new Ending(code, reason)));
    }
    drain();
  }

  /** Ends it now, or when the answers that wait are sent; nothing more is taken. */
  void closeWhenAnswered(CloseCode code, String reason) {
    if (hasAnswers()) {
      closeAfterwards(code, reason);
    } else {
      close(code, reason);
    }
  }

  private synchronized boolean hasAnswers() {
    return sendingAnswers || queue.stream().anyMatch(Waiting::isAnswer);
  }

  /** Ends it now: what waits is not sent. */
  void close(CloseCode code, String reason) {
    beginToClose(code, reason);
    drain();
  }

  private synchronized void beginToClose(CloseCode code, String reason) {
    if (state == State.OPEN) {
      state = State.CLOSING;
      LOG.info(
          "{} {} of {} at {} ends: {} {}",
          who.door().wireName(),
          who.id(),
          who.caller().subject(),
          who.address(),
          code.code(),
          reason);
      queue.clear();
      forRoom.clear();
      framesWaiting = 0;
      bytesWaiting = 0;
      since = time.instant();
      untold = Optional.of(() -> outbound.close(code, reason));
    }
  }

  /** The socket is gone. */
  synchronized void closed() {
    state = State.CLOSED;
    queue.clear();
    forRoom.clear();
  }

  /** Frames that wait to be sent. */
  synchronized int waiting() {
    return queue.size();
  }

  long sent() {
    return sent.get();
  }

  private final class Sent implements Outbound.Sent {
    private final int frames;

    Sent(int frames) {
      this.frames = frames;
    }

    @Override
    public void ok() {
      isOver();
      sent.addAndGet(frames);
      metrics.framesSent().mark(frames);
      drain();
    }

    @Override
    public void failed(Throwable cause) {
      isOver();
      close(CloseCode.COULD_NOT_SEND, "could not send");
    }

    private void isOver() {
      synchronized (LiveConnection.this) {
        sending = false;
        sendingAnswers = false;
      }
    }
  }
}
