package io.gaia.bench.detection.load;

/**
 * What the load generator is to do.
 *
 * @param rate events a second, probes not counted
 */
public record DelayRequest(String kafka, int rate, double warmUpSeconds, double seconds) {}
