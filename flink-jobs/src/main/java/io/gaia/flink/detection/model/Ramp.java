package io.gaia.flink.detection.model;

/**
 * Where a signal begins to count, and from where more counts no more: see {@link SignalRule}.
 *
 * @param watch differs from {@code act}
 */
public record Ramp(double watch, double act) {}
