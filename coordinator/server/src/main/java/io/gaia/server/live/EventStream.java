package io.gaia.server.live;

import io.gaia.server.live.HubPublisher.Publication;
import io.gaia.server.live.LiveFrames.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/**
 * One source's events on this node: its channels, their last frames and their readers. Under one
 * lock, so a reader that joins gets what it missed and then what is new, with nothing lost or
 * doubled at the seam. What memory no longer holds comes from the {@link StreamHistory}, through a
 * {@link CatchUp} that ends at the same seam.
 */
final class EventStream {

  /** What a client sends for everything that is kept. */
  static final String FROM_OLDEST = "0";

  private record Joining(LiveConnection reader, Channel channel, Optional<String> after) {}

  private final LiveSettings settings;
  private final LiveMetrics metrics;
  private final ScheduledExecutorService historyThreads;
  // in order of the last event, so that the channel that was silent longest is first
  private final LinkedHashMap<Channel, ChannelLog> logs = new LinkedHashMap<>();
  private final List<Joining> untilOpen = new ArrayList<>();
  private StreamHistory history = StreamHistory.NONE;
  private String streamId = "";
  // positions before the first that is published in this life
  private long[] before = {};
  private long[] next = {};
  private long[] last = {};
  private long bytesKept;

  /**
   * @param historyThreads read for those who were away for long
   */
  EventStream(LiveSettings settings, LiveMetrics metrics, ScheduledExecutorService historyThreads) {
    this.settings = settings;
    this.metrics = metrics;
    this.historyThreads = historyThreads;
  }

  synchronized void history(StreamHistory past) {
    history = past;
  }

  /** See {@link HubPublisher#open}. Returns whose queue changed. */
  synchronized Collection<LiveConnection> open(String id, long[] first, long[] next) {
    Set<LiveConnection> touched = new LinkedHashSet<>();
    long[] upTo = Arrays.stream(first).map(position -> position - 1).toArray();
    boolean sameLife = id.equals(streamId) && first.length == before.length;
    if (sameLife && !isBeyondLast(upTo)) {
      // what was pushed before is not pushed again
      for (int p = 0; p < next.length; p++) {
        this.next[p] = Math.max(this.next[p], next[p]);
      }
    } else {
      Optional<String> why =
          streamId.isEmpty()
              ? Optional.empty()
              : Optional.of(sameLife ? "events were missed on this node" : "the stream began anew");
      streamId = id;
      before = upTo;
      last = upTo.clone();
      this.next = next.clone();
      bytesKept = 0;
      logs.forEach((channel, log) -> begin(channel, log, why, touched));
    }
    untilOpen.forEach(
        joining -> {
          join(joining.reader(), joining.channel(), joining.after());
          touched.add(joining.reader());
        });
    untilOpen.clear();
    return touched;
  }

  private boolean isBeyondLast(long[] upTo) {
    for (int p = 0; p < upTo.length; p++) {
      if (upTo[p] > last[p]) {
        return true;
      }
    }
    return false;
  }

  private void begin(
      Channel channel, ChannelLog log, Optional<String> why, Set<LiveConnection> touched) {
    log.clear(before);
    log.catchingUp().keySet().forEach(reader -> log.readers().put(reader, before));
    log.catchingUp().clear();
    log.readers()
        .replaceAll(
            (reader, seen) -> {
              why.ifPresent(
                  reason -> {
                    gap(reader, channel, reason);
                    reader.offer(LiveFrames.subscribed(channel, now()), true);
                    touched.add(reader);
                  });
              return fromNowOn();
            });
  }

  synchronized void join(LiveConnection reader, Channel channel, Optional<String> after) {
    if (streamId.isEmpty()) {
      untilOpen.removeIf(
          joining -> joining.reader() == reader && joining.channel().equals(channel));
      untilOpen.add(new Joining(reader, channel, after));
      return;
    }
    ChannelLog log = logOf(channel);
    log.catchingUp().remove(reader);
    log.readers().remove(reader);
    long[] seen = seenBy(reader, channel, log, after);
    reader.offer(LiveFrames.subscribed(channel, Cursor.of(streamId, seen)), true);
    if (log.reachesBackTo(seen)) {
      goLive(reader, log, seen);
      return;
    }
    catchUp(reader, channel, log, seen, after.equals(Optional.of(FROM_OLDEST)));
  }

  private void catchUp(
      LiveConnection reader, Channel channel, ChannelLog log, long[] seen, boolean isFromOldest) {
    StreamHistory.Reading reading = history.read(channel, boxed(seen));
    CatchUp catchUp =
        new CatchUp(this, streamId, reading, historyThreads, reader, channel, seen, isFromOldest);
    log.catchingUp().put(reader, catchUp);
    catchUp.goOn();
  }

  private static void goLive(LiveConnection reader, ChannelLog log, long[] seen) {
    log.after(seen).forEach(frame -> reader.offer(frame, true));
    log.readers().put(reader, seen);
  }

  private ChannelLog logOf(Channel channel) {
    return logs.computeIfAbsent(channel, name -> new ChannelLog(before));
  }

  /** The positions after which the reader gets frames. */
  private long[] seenBy(
      LiveConnection reader, Channel channel, ChannelLog log, Optional<String> after) {
    if (after.isEmpty()) {
      return fromNowOn();
    }
    if (after.get().equals(FROM_OLDEST)) {
      return oldestOf(log);
    }
    // a cursor is opaque to clients, so one that cannot be read is one of another time
    Optional<Cursor> cursor =
        Cursor.parse(after.get())
            .filter(parsed -> parsed.streamId().equals(streamId))
            .filter(parsed -> parsed.positions().size() == before.length);
    if (cursor.isEmpty()) {
      gap(reader, channel, "the cursor is of another stream");
      return fromNowOn();
    }
    long[] seen = cursor.get().toArray();
    if (isGone(seen, log)) {
      gap(reader, channel, "the cursor is older than what is kept");
      return fromNowOn();
    }
    return seen;
  }

  private long[] oldestOf(ChannelLog log) {
    long[] oldest = log.forgotten();
    List<Long> kept = history.keptAfter();
    if (kept.size() == oldest.length) {
      Arrays.setAll(oldest, p -> Math.min(oldest[p], kept.get(p)));
    }
    return oldest;
  }

  /** Neither memory nor history has what came after these positions. */
  private boolean isGone(long[] seen, ChannelLog log) {
    long[] forgotten = log.forgotten();
    List<Long> kept = history.keptAfter();
    for (int p = 0; p < seen.length; p++) {
      if (seen[p] < forgotten[p] && (kept.size() != seen.length || seen[p] < kept.get(p))) {
        return true;
      }
    }
    return false;
  }

  /** What the reader needs from the history before memory has the rest; empty when it has left. */
  synchronized List<Long> neededBy(CatchUp catchUp) {
    ChannelLog log = logs.get(catchUp.channel());
    return log != null && log.catchingUp().get(catchUp.reader()) == catchUp
        ? boxed(log.forgotten())
        : List.of();
  }

  /**
   * Gives the reader what the history had, and lets it join what is live when memory has all that
   * comes after.
   *
   * @param seen positions up to which the reader then has everything
   * @return false when there is more to be read from the history
   */
  synchronized boolean deliver(CatchUp catchUp, List<LiveFrame> frames, long[] seen) {
    if (neededBy(catchUp).isEmpty()) {
      return true;
    }
    LiveConnection reader = catchUp.reader();
    frames.forEach(frame -> reader.offer(frame, true));
    ChannelLog log = logs.get(catchUp.channel());
    if (!log.reachesBackTo(seen)) {
      return false;
    }
    log.catchingUp().remove(reader);
    goLive(reader, log, seen.clone());
    return true;
  }

  /** The history does not have what the reader needs. */
  synchronized void gone(CatchUp catchUp, String why) {
    if (neededBy(catchUp).isEmpty()) {
      return;
    }
    LiveConnection reader = catchUp.reader();
    ChannelLog log = logs.get(catchUp.channel());
    log.catchingUp().remove(reader);
    if (catchUp.mayBeginAt(oldestOf(log))) {
      // who asked for the oldest that is kept gets what is the oldest by now
      catchUp(reader, catchUp.channel(), log, oldestOf(log), true);
      return;
    }
    gap(reader, catchUp.channel(), why);
    reader.offer(LiveFrames.subscribed(catchUp.channel(), now()), true);
    log.readers().put(reader, fromNowOn());
  }

  private static List<Long> boxed(long[] positions) {
    return Arrays.stream(positions).boxed().toList();
  }

  private void gap(LiveConnection reader, Channel channel, String why) {
    metrics.gaps().inc();
    reader.offer(
        LiveFrames.error(
            ErrorCode.GAP,
            Optional.of(channel.name()),
            why + ": read the current state again; events follow from now on"),
        true);
  }

  private Cursor now() {
    return Cursor.of(streamId, fromNowOn());
  }

  private long[] fromNowOn() {
    long[] now = new long[next.length];
    Arrays.setAll(now, p -> Math.max(last[p], next[p] - 1));
    return now;
  }

  /** Returns whose queue changed. */
  synchronized Collection<LiveConnection> publish(List<Publication> events) {
    Set<LiveConnection> touched = new LinkedHashSet<>();
    for (Publication event : events) {
      if (event.position() > last[event.partition()]) {
        last[event.partition()] = event.position();
        event.channels().forEach(channel -> push(event, channel, touched));
      }
    }
    while (bytesKept > settings.bytesKept()) {
      forgetSilent();
    }
    return touched;
  }

  private void push(Publication event, Channel channel, Set<LiveConnection> touched) {
    int partition = event.partition();
    long position = event.position();
    LiveFrame frame = LiveFrames.event(channel, Cursor.of(streamId, last), event.json());
    ChannelLog log = logOf(channel);
    bytesKept -= log.bytes();
    log.add(
        new ChannelLog.Kept(partition, position, frame),
        settings.framesKeptPerChannel(),
        settings.bytesKeptPerChannel());
    bytesKept += log.bytes();
    logs.remove(channel);
    logs.put(channel, log);
    boolean isHistory = position < next[partition];
    log.readers()
        .forEach(
            (reader, seen) -> {
              if (position > seen[partition]) {
                reader.offer(frame, isHistory);
                touched.add(reader);
              }
            });
  }

  /** See {@link HubPublisher#forget}. */
  synchronized void forget(Channel channel) {
    ChannelLog log = logs.get(channel);
    if (log != null) {
      bytesKept -= log.bytes();
      log.forgetAll();
    }
  }

  private void forgetSilent() {
    for (ChannelLog log : logs.values()) {
      if (log.bytes() > 0) {
        bytesKept -= log.bytes();
        log.forgetAll();
        return;
      }
    }
  }

  synchronized void leave(LiveConnection reader, Channel channel) {
    untilOpen.removeIf(joining -> joining.reader() == reader && joining.channel().equals(channel));
    ChannelLog log = logs.get(channel);
    if (log != null) {
      log.readers().remove(reader);
      log.catchingUp().remove(reader);
      if (log.isUnused()) {
        logs.remove(channel);
      }
    }
  }

  /** Readers that the history is read for. */
  synchronized int catchingUp() {
    return logs.values().stream().mapToInt(log -> log.catchingUp().size()).sum();
  }

  synchronized long bytesKept() {
    return bytesKept;
  }
}
