package io.gaia.flink.common;

/**
 * How far one reader of the sources is; times in epoch milliseconds.
 *
 * @param reader which of them, from 0
 * @param readers how many there are
 * @param newest of its events' times
 * @param settled its watermark: behind it come late events only
 * @param active whether its watermark counts: it has a partition that is not silent
 * @param readLate whether it catches up
 */
public record ClockSample(
    int reader, int readers, long newest, long settled, boolean active, boolean readLate) {}
