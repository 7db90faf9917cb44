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

  /**
   * @param text the whole frame as it goes over the wire
   */
  record Frame(int partition, long position, byte[] text) {}

  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
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

  void add(Frame frame, int maxFrames, long maxBytes) {
    frames.add(frame);
    bytes += frame.text().length;
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
    Frame oldest = frames.remove();
    bytes -= oldest.text().length;
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

  List<Frame> after(long[] seen) {
    return frames.stream().filter(frame -> frame.position() > seen[frame.partition()]).toList();
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
