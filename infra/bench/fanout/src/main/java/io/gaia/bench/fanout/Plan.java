package io.gaia.bench.fanout;

/**
 * How much is measured.
 *
 * @param turns how often each is measured, by turns
 * @param readers of the channel while delivery is measured
 * @param perSecond messages at the stated rate, each to all readers
 * @param held sockets while memory is measured
 * @param warmUpSeconds before each measurement, driven alike
 * @param seconds of each measurement
 */
public record Plan(
    int turns, int readers, double perSecond, int held, double warmUpSeconds, double seconds) {

  /** For quotable numbers; about five minutes. */
  static Plan full() {
    return new Plan(3, 1_000, 20, 10_000, 5, 8);
  }

  /** To see that all works; about a minute. */
  static Plan quick() {
    return new Plan(1, 200, 20, 1_000, 1, 2);
  }

  Plan withTurns(int others) {
    return new Plan(others, readers, perSecond, held, warmUpSeconds, seconds);
  }
}
