package io.gaia.bench.detection.load;

/**
 * How soon alerts were there.
 *
 * @param sentPerSecond events within the window, of what was asked for
 * @param alerts that came of the window's probes
 * @param missing probes of the window without an alert half a minute later
 * @param p50 microseconds from when the event that made it was due, as all of these
 */
public record DelayResult(
    double sentPerSecond, long alerts, long missing, long p50, long p99, long p999, long max) {}
