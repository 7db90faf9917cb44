package io.gaia.bench.fanout.load;

/**
 * What one run of the load generator does.
 *
 * @param readers sockets that listen, all to the same channel
 * @param perSecond messages, each to all readers; 0 sends as fast as they arrive
 * @param warmUpSeconds driven alike, and not counted
 * @param seconds counted
 */
public record LoadRequest(
    Target target, int readers, double perSecond, double warmUpSeconds, double seconds) {}
