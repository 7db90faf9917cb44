package io.gaia.bench.fanout.load;

/**
 * What a run measured.
 *
 * @param openSeconds until all readers had subscribed
 * @param before what the server took before the first reader came
 * @param after what it took when all had come and nothing was sent
 * @param messages sent within the window
 * @param framesPerSecond that arrived within it
 * @param missing frames that had not arrived half a minute after the last message
 * @param p50 microseconds from the record, or from when it was due, to the frame; likewise the next
 * @param generatorCores how many cores the load generator kept busy
 * @param serverCores how many cores the server kept busy
 */
public record LoadResult(
    double openSeconds,
    ServerMemory before,
    ServerMemory after,
    long messages,
    double framesPerSecond,
    long missing,
    double p50,
    double p99,
    double max,
    double generatorCores,
    double serverCores) {}
