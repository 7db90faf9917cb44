package io.gaia.bench.coordination.core;

import java.util.List;

/**
 * What was measured of the state machine.
 *
 * @param sizes one for each number of waiting tasks
 * @param heapBytesPerTask of a waiting task with 200 B of payload, at the largest number
 * @param restoreMillis from an image with the largest number of tasks to a state that can go on
 */
public record CoreResult(List<Size> sizes, double heapBytesPerTask, double restoreMillis) {

  /**
   * One number of waiting tasks.
   *
   * @param claimNanos of each turn, for one claim and its completion
   * @param enqueueNanos of each turn, for one enqueue
   */
  public record Size(int waiting, List<Double> claimNanos, List<Double> enqueueNanos) {}
}
