package io.gaia.server.live;

import io.gaia.server.live.LiveFrames.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One source's events on this node: its channels, their last frames and their readers. Under one
 * lock, so a reader that joins gets what it missed and then what is new, with nothing lost or
 * doubled at the seam.
 */
final class EventStream {

  /** What a client sends for everything that is kept. */
  static final String FROM_OLDEST = "0";

  private record Joining(LiveConnection reader, Channel channel, Optional<String> after) {}

  private final LiveSettings settings;
  private final LiveMetrics metrics;
  // in order of the last event, so that the channel that was silent longest is first
  private final LinkedHashMap<Channel, ChannelLog> logs = new LinkedHashMap<>();
  private final List<Joining> untilOpen = new ArrayList<>();
  private String streamId = "";
  private long[] first = {};
  private long[] next = {};
  private long[] last = {};
  private long bytesKept;

  EventStream(LiveSettings settings, LiveMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
  }

  /** See {@link HubPublisher#open}. Returns whose queue changed. */
  synchronized Collection<LiveConnection> open(String id, long[] first, long[] next) {
    Set<LiveConnection> touched = new LinkedHashSet<>();
    boolean sameLife = id.equals(streamId) && first.length == this.first.length;
    if (sameLife) {
      // what was pushed before is not pushed again
      for (int p = 0; p < next.length; p++) {
        this.next[p] = Math.max(this.next[p], next[p]);
      }
    } else {
      boolean hadOther = !streamId.isEmpty();
      streamId = id;
      this.first = first.clone();
      this.next = next.clone();
      last = Arrays.stream(first).map(position -> position - 1).toArray();
      bytesKept = 0;
      logs.forEach((channel, log) -> begin(channel, log, hadOther, touched));
    }
    untilOpen.forEach(
        joining -> {
          join(joining.reader(), joining.channel(), joining.after());
          touched.add(joining.reader());
        });
    untilOpen.clear();
    return touched;
  }

  private void begin(
      Channel channel, ChannelLog log, boolean hadOther, Set<LiveConnection> touched) {
    log.clear(first.length);
    log.readers()
        .replaceAll(
            (reader, seen) -> {
              if (hadOther) {
                gap(reader, channel, "the stream began anew");
                touched.add(reader);
              }
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
    long[] seen = seenBy(reader, channel, log, after);
    log.readers().put(reader, seen);
    Cursor from = Cursor.of(streamId, seen);
    reader.offer(LiveFrames.subscribed(channel, from), true);
    log.after(seen).forEach(frame -> reader.offer(frame.text(), true));
  }

  private ChannelLog logOf(Channel channel) {
    return logs.computeIfAbsent(channel, name -> new ChannelLog(first.length));
  }

  /** The positions after which the reader gets frames. */
  private long[] seenBy(
      LiveConnection reader, Channel channel, ChannelLog log, Optional<String> after) {
    if (after.isEmpty()) {
      return fromNowOn();
    }
    if (after.get().equals(FROM_OLDEST)) {
      long[] oldest = log.forgotten();
      Arrays.setAll(oldest, p -> Math.max(oldest[p], first[p] - 1));
      return oldest;
    }
    // a cursor is opaque to clients, so one that cannot be read is one of another time
    Optional<Cursor> cursor =
        Cursor.parse(after.get())
            .filter(parsed -> parsed.streamId().equals(streamId))
            .filter(parsed -> parsed.positions().size() == first.length);
    if (cursor.isEmpty()) {
      gap(reader, channel, "the cursor is of another stream");
      return fromNowOn();
    }
    long[] seen = cursor.get().toArray();
    if (!log.reachesBackTo(seen) || isBeforeFirst(seen)) {
      gap(reader, channel, "the cursor is older than what is kept");
      return fromNowOn();
    }
    return seen;
  }

  private boolean isBeforeFirst(long[] seen) {
    for (int p = 0; p < first.length; p++) {
      if (seen[p] < first[p] - 1) {
        return true;
      }
    }
    return false;
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

  private long[] fromNowOn() {
    long[] now = new long[next.length];
    Arrays.setAll(now, p -> Math.max(last[p], next[p] - 1));
    return now;
  }

  /** Returns whose queue changed. */
  synchronized Collection<LiveConnection> publish(
      int partition, long position, List<Channel> channels, Object event) {
    if (position <= last[partition]) {
      return List.of();
    }
    last[partition] = position;
    Set<LiveConnection> touched = new LinkedHashSet<>();
    for (Channel channel : channels) {
      push(partition, position, channel, event, touched);
    }
    while (bytesKept > settings.bytesKept()) {
      forgetSilent();
    }
    return touched;
  }

  private void push(
      int partition, long position, Channel channel, Object event, Set<LiveConnection> touched) {
    byte[] text = LiveFrames.event(channel, Cursor.of(streamId, last), event);
    ChannelLog log = logOf(channel);
    bytesKept -= log.bytes();
    log.add(
        new ChannelLog.Frame(partition, position, text),
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
                reader.offer(text, isHistory);
                touched.add(reader);
              }
            });
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
      if (log.isUnused()) {
        logs.remove(channel);
      }
    }
  }

  synchronized long bytesKept() {
    return bytesKept;
  }
}
