package io.gaia.server.live;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last frames of one channel, who listens, and who is on the way to it. Guarded by its stream's
 * lock.
 *
 * <p>What it forgot it remembers by position, so that a reader who missed something is sent to the
 * history.
 */
final class ChannelLog {

  /** A frame, and where its event stands in the stream. */
  record Kept(int partition, long position, LiveFrame frame) {}

  private final ArrayDeque<Kept> frames = new ArrayDeque<>();
  private final Map<LiveConnection, long[]> readers = new LinkedHashMap<>();
  private final Map<LiveConnection, CatchUp> catchingUp = new LinkedHashMap<>();
  private long[] before;
  private long[] forgotten;
  private long bytes;

  /**
   * @param before positions before the first frame that can come
   */
  ChannelLog(long[] before) {
    clear(before);
  }

  /** Begins a new life: no frames, nothing known of what was up to these positions. */
  void clear(long[] upTo) {
    frames.clear();
    bytes = 0;
    before = upTo.clone();
    forgotten = upTo.clone();
  }

  void add(Kept kept, int maxFrames, long maxBytes) {
    frames.add(kept);
    bytes += kept.frame().bytes();
    while (frames.size() > maxFrames || bytes > maxBytes) {
      forgetOldest();
    }
  }

  void forgetAll() {
    while (!frames.isEmpty()) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    Kept oldest = frames.remove();
    bytes -= oldest.frame().bytes();
    forgotten[oldest.partition()] = Math.max(forgotten[oldest.partition()], oldest.position());
  }

  /** False when a frame after these positions may have been forgotten. */
  boolean reachesBackTo(long[] seen) {
    for (int p = 0; p < forgotten.length; p++) {
      if (seen[p] < forgotten[p]) {
        return false;
      }
    }
    return true;
  }

  List<LiveFrame> after(long[] seen) {
    return frames.stream()
        .filter(kept -> kept.position() > seen[kept.partition()])
        .map(Kept::frame)
        .toList();
  }

  /** Frames up to these positions may have been forgotten. */
  long[] forgotten() {
    return forgotten.clone();
  }

  /** Each reader, with the positions after which it wants frames. */
  Map<LiveConnection, long[]> readers() {
    return readers;
  }

  /** Who reads the history, and gets no new frames yet. */
  Map<LiveConnection, CatchUp> catchingUp() {
    return catchingUp;
  }

  /** Nobody listens, nothing was ever said. */
  boolean isUnused() {
    return readers.isEmpty()
        && catchingUp.isEmpty()
        && frames.isEmpty()
        && Arrays.equals(forgotten, before);
  }

  long bytes() {
    return bytes;
  }
}
