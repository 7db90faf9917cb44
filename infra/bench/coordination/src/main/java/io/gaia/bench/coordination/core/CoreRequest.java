package io.gaia.bench.coordination.core;

/**
 * What is measured of the state machine.
 *
 * @param waiting number of waiting tasks
 * @param warmUpSeconds before, with few tasks: code is compiled alike for every number
 * @param turns how often it is measured
 * @param turnSeconds of one measurement
 */
public record CoreRequest(int waiting, double warmUpSeconds, int turns, double turnSeconds) {}
