package io.gaia.core;

import java.util.Random;

/**
 * The time that really passes, the wall clocks of the nodes, which may be wrong by ten minutes
 * either way, and the stamp that the leader makes of them as the server's {@code LeaderClock} does.
 */
final class SimulatedTime {
  private static final int WRONG_MS = 600_000;
  private static final int SLEW = 10;

  private final Random random;
  private final long[] wrongMs;
  private long realMs = Story.MORNING.toEpochMilli();
  private long ledMs;
  private int leader;

  SimulatedTime(Random random, int nodes) {
    this.random = random;
    wrongMs = new long[nodes];
    for (int node = 0; node < nodes; node++) {
      setWall(node);
    }
  }

  /** Somebody sets the node's wall clock. */
  void setWall(int node) {
    wrongMs[node] = random.nextInt(2 * WRONG_MS) - WRONG_MS;
  }

  /** What a client's own clock measures. */
  long realMs() {
    return realMs;
  }

  /** Of the leader. */
  long wallMs() {
    return realMs + wrongMs[leader];
  }

  long stamp(View state) {
    return ledMs + state.movedMs();
  }

  void passes(long ms, View state) {
    realMs += ms;
    long ahead = stamp(state) + ms - wallMs();
    ledMs += ms - Math.max(0, Math.min(ms / SLEW, ahead));
  }

  /** Passes until the leader's stamp is that. */
  void passesUntil(long stamp, View state) {
    while (stamp(state) < stamp) {
      passes(stamp - stamp(state), state);
    }
  }

  /** Nobody leads for a moment, some minutes, or half a night; then that node does. */
  void elected(int node, View state) {
    int dice = random.nextInt(10);
    realMs += random.nextInt(dice < 5 ? 5_000 : dice < 9 ? 900_000 : 20_000_000);
    leader = node;
    ledMs = state.ledMs();
  }
}
