package io.gaia.bench.coordination.core;

import java.util.List;

/**
 * What is measured of the state machine.
 *
 * @param waiting numbers of waiting tasks, smallest first
 * @param turns how often each is measured, by turns
 * @param turnSeconds of one measurement
 */
public record CoreRequest(List<Integer> waiting, int turns, double turnSeconds) {}
