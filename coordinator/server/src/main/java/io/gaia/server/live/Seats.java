package io.gaia.server.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Connections by whom they are of, so many each. Thread-safe. */
final class Seats {

  private final int most;
  private final Map<String, Integer> taken = new ConcurrentHashMap<>();

  /**
   * @param most that one may have
   */
  Seats(int most) {
    this.most = most;
  }

  boolean hasRoomFor(String whom) {
    return taken.getOrDefault(whom, 0) < most;
  }

  /** False when it is one too many; it counts all the same until it is given back. */
  boolean take(String whom) {
    return taken.merge(whom, 1, Integer::sum) <= most;
  }

  void giveBack(String whom) {
    taken.computeIfPresent(whom, (name, count) -> count == 1 ? null : count - 1);
  }

  int most() {
    return most;
  }

  /** How many have any. */
  int holders() {
    return taken.size();
  }

  /** What the one with the most has. */
  int highest() {
    return taken.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
