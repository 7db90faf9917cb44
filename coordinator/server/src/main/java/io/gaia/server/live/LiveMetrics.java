package io.gaia.server.live;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;

/**
 * What operators see of the live half.
 *
 * @param framesSent text frames handed to the network
 * @param calls requests that came over a socket
 * @param slowReaders readers that were cut off
 * @param gaps cursors that could not be resumed
 * @param refusedOrigin connections that pages of other origins asked for
 * @param refusedUnknown connections that were asked for without a good token or ticket
 * @param refusedOfUser connections that were one too many of their user
 * @param refusedOfAddress connections that were one too many from their address
 * @param refusedTickets tickets that were asked for too often
 * @param hasty sockets that were closed because their client sent too many frames
 * @param expired connections that ended with their token
 */
record LiveMetrics(
    Meter framesSent,
    Meter calls,
    Counter slowReaders,
    Counter gaps,
    Counter refusedOrigin,
    Counter refusedUnknown,
    Counter refusedOfUser,
    Counter refusedOfAddress,
    Counter refusedTickets,
    Counter hasty,
    Counter expired) {

  static LiveMetrics in(MetricRegistry registry) {
    return new LiveMetrics(
        registry.meter("live.frames-sent"),
        registry.meter("live.calls"),
        registry.counter("live.slow-readers"),
        registry.counter("live.gaps"),
        registry.counter("live.refused.origin"),
        registry.counter("live.refused.unauthenticated"),
        registry.counter("live.refused.user"),
        registry.counter("live.refused.address"),
        registry.counter("live.refused.tickets"),
        registry.counter("live.hasty-clients"),
        registry.counter("live.expired"));
  }

  static void gauges(MetricRegistry registry, Hub hub) {
    registry.gauge("live.connections", () -> (Gauge<Integer>) hub::connectionCount);
    for (Door door : Door.values()) {
      registry.gauge(
          "live.connections." + door.wireName(),
          () -> (Gauge<Long>) () -> hub.connectionCount(door));
    }
    registry.gauge("live.subscriptions", () -> (Gauge<Integer>) hub::subscriptionCount);
    registry.gauge("live.users", () -> (Gauge<Integer>) hub.ofUser()::holders);
    registry.gauge("live.users.highest", () -> (Gauge<Integer>) hub.ofUser()::highest);
    registry.gauge("live.addresses", () -> (Gauge<Integer>) hub.ofAddress()::holders);
    registry.gauge("live.addresses.highest", () -> (Gauge<Integer>) hub.ofAddress()::highest);
    registry.gauge("live.catching-up", () -> (Gauge<Integer>) hub::catchingUp);
    registry.gauge("live.bytes-kept", () -> (Gauge<Long>) hub::bytesKept);
  }
}
