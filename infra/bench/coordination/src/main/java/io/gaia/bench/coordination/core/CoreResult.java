package io.gaia.bench.coordination.core;

import java.util.List;

/**
 * What was measured of the state machine with one number of waiting tasks.
 *
 * @param held tasks in the state: those that wait and those that finished last
 * @param claimNanos of each turn, for one claim and its completion
 * @param enqueueNanos of each turn, for one enqueue
 * @param heapBytesPerTask of a waiting task with 200 B of payload
 * @param restoreMillis from an image in memory to a state that can go on
 */
public record CoreResult(
    int waiting,
    int held,
    List<Double> claimNanos,
    List<Double> enqueueNanos,
    double heapBytesPerTask,
    double restoreMillis) {}
