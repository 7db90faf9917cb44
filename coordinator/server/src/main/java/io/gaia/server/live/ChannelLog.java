package io.gaia.server.live;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last frames of one channel, and who listens. Guarded by its stream's lock.
 *
 * <p>What it forgot it remembers by position, so that a reader who missed something is told.
 */
final class ChannelLog {

  /**
   * @param text the whole frame as it goes over the wire
   */
  record Frame(int partition, long position, byte[] text) {}

  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private final Map<LiveConnection, long[]> readers = new LinkedHashMap<>();
  private long[] forgotten;
  private long bytes;

  ChannelLog(int partitions) {
    clear(partitions);
  }

  /** Begins a new life: no frames, nothing forgotten. */
  void clear(int partitions) {
    frames.clear();
    bytes = 0;
    forgotten = new long[partitions];
    Arrays.fill(forgotten, -1);
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

  /** False when a frame after these positions was forgotten. */
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

  long[] forgotten() {
    return forgotten.clone();
  }

  /** Each reader, with the positions after which it wants frames. */
  Map<LiveConnection, long[]> readers() {
    return readers;
  }

  /** Nobody listens, nothing was ever said. */
  boolean isUnused() {
    return readers.isEmpty()
        && frames.isEmpty()
        && Arrays.stream(forgotten).allMatch(position -> position < 0);
  }

  long bytes() {
    return bytes;
  }
}
