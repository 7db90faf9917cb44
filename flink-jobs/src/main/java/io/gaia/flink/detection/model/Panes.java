package io.gaia.flink.detection.model;

import java.util.Arrays;

/**
 * Counters of the last two minutes in panes of five seconds, in one array: small in state, and a
 * sliding window is a sum of panes.
 */
final class Panes {
  static final int COUNT = 24;
  static final long MILLIS = 5_000;

  /** What is counted; {@link #PAUSE} keeps the largest instead. */
  enum Channel {
    ERRORS,
    KEYS,
    BACKSPACES,
    RAPID_WRONG,
    RAGE,
    BAD_CLICKS,
    THRASH,
    SUCCESSES,
    PAUSE
  }

  private static final int CHANNELS = Channel.values().length;

  private Panes() {}

  static short[] empty() {
    return new short[COUNT * CHANNELS];
  }

  static long paneOf(long at) {
    return Math.floorDiv(at, MILLIS);
  }

  /** Makes {@code at} part of the newest pane; what is two minutes older is forgotten. */
  static void advance(LearnerState state, long at) {
    long pane = paneOf(at);
    if (pane <= state.newestPane) {
      return;
    }
    if (pane - state.newestPane >= COUNT) {
      Arrays.fill(state.panes, (short) 0);
    } else {
      for (long p = state.newestPane + 1; p <= pane; p++) {
        int from = slot(p);
        Arrays.fill(state.panes, from, from + CHANNELS, (short) 0);
      }
    }
    state.newestPane = pane;
  }

  static void add(LearnerState state, Channel channel, long at, int count) {
    int index = index(state, channel, at);
    if (index >= 0) {
      state.panes[index] = (short) Math.min(Short.MAX_VALUE, state.panes[index] + count);
    }
  }

  static void keepLargest(LearnerState state, Channel channel, long at, int value) {
    int index = index(state, channel, at);
    if (index >= 0) {
      state.panes[index] = (short) Math.min(Short.MAX_VALUE, Math.max(state.panes[index], value));
    }
  }

  /** Of the window that ends with the newest pane. */
  static int sum(LearnerState state, Channel channel, long windowMillis) {
    int sum = 0;
    int place = slot(state.newestPane) + channel.ordinal();
    for (long left = windowMillis / MILLIS; left > 0; left--) {
      sum += state.panes[place];
      place = before(place);
    }
    return sum;
  }

  static int largest(LearnerState state, Channel channel, long windowMillis) {
    int largest = 0;
    int place = slot(state.newestPane) + channel.ordinal();
    for (long left = windowMillis / MILLIS; left > 0; left--) {
      largest = Math.max(largest, state.panes[place]);
      place = before(place);
    }
    return largest;
  }

  /** Where to count, or -1 when it is too long ago. */
  private static int index(LearnerState state, Channel channel, long at) {
    long pane = paneOf(at);
    return pane > state.newestPane - COUNT && pane <= state.newestPane
        ? slot(pane) + channel.ordinal()
        : -1;
  }

  /**
   * The same channel's place one pane earlier; a division for each would cost more than the rest.
   */
  private static int before(int place) {
    return place < CHANNELS ? place + (COUNT - 1) * CHANNELS : place - CHANNELS;
  }

  private static int slot(long pane) {
    return (int) Math.floorMod(pane, (long) COUNT) * CHANNELS;
  }
}
