package io.gaia.server.live;

import com.codahale.metrics.MetricRegistry;
import io.gaia.server.auth.Caller;
import io.gaia.server.live.LiveFrames.ErrorCode;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Brings events to the sockets of this node. Publishing never waits for a reader: it puts the frame
 * into each reader's bounded queue, and sends end in callbacks. Thread-safe.
 */
public final class Hub implements HubPublisher {

  static final int DRAINING = 1012;
  static final int TRY_AGAIN_LATER = 1013;

  private static final int HISTORY_THREADS = 2;

  private final LiveSettings settings;
  private final LiveMetrics metrics;
  private final ChannelAccess access;
  private final InstantSource time;
  private final Map<StreamSource, ScheduledThreadPoolExecutor> historyThreads =
      new EnumMap<>(StreamSource.class);
  private final Map<StreamSource, EventStream> streams = new EnumMap<>(StreamSource.class);
  private final Set<LiveConnection> connections = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> connectionsOf = new ConcurrentHashMap<>();
  private volatile boolean isDraining;

  public Hub(
      LiveSettings settings, ChannelAccess access, MetricRegistry registry, InstantSource time) {
    this.settings = settings;
    this.access = access;
    this.time = time;
    metrics = LiveMetrics.in(registry);
    for (StreamSource source : StreamSource.values()) {
      historyThreads.put(source, historyThreads(source));
      streams.put(source, new EventStream(settings, metrics, historyThreads.get(source)));
    }
    LiveMetrics.gauges(registry, this);
  }

  /** Few: readers take turns page by page, and a source that is down holds up its own alone. */
  private static ScheduledThreadPoolExecutor historyThreads(StreamSource source) {
    String name = "live-history-" + source.name().toLowerCase(Locale.ROOT);
    ScheduledThreadPoolExecutor threads =
        new ScheduledThreadPoolExecutor(
            HISTORY_THREADS,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return threads;
  }

  @Override
  public void history(StreamSource source, StreamHistory history) {
    streams.get(source).history(history);
  }

  @Override
  public void open(StreamSource source, String streamId, List<Long> first, List<Long> next) {
    drain(streams.get(source).open(streamId, toArray(first), toArray(next)));
  }

  private static long[] toArray(List<Long> positions) {
    return positions.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public void publish(
      StreamSource source, int partition, long position, List<Channel> channels, byte[] json) {
    drain(streams.get(source).publish(partition, position, channels, json));
  }

  private static void drain(Collection<LiveConnection> touched) {
    touched.forEach(LiveConnection::drain);
  }

  /** Whether the caller has fewer sockets than one may have. */
  boolean hasRoomFor(Caller caller) {
    return connectionsOf.getOrDefault(caller.subject(), 0) < settings.maxConnectionsPerUser();
  }

  LiveConnection connect(Caller caller, Outbound outbound) {
    LiveConnection connection = new LiveConnection(caller, outbound, settings, metrics, time);
    boolean hasRoom = hasRoomFor(caller);
    connectionsOf.merge(caller.subject(), 1, Integer::sum);
    connections.add(connection);
    if (isDraining) {
      connection.close(DRAINING, "the node is going down");
    } else if (!hasRoom) {
      connection.close(TRY_AGAIN_LATER, "too many sockets of one user");
    }
    return connection;
  }

  void disconnect(LiveConnection connection) {
    connection.closed();
    if (connections.remove(connection)) {
      connectionsOf.computeIfPresent(
          connection.caller().subject(), (subject, count) -> count == 1 ? null : count - 1);
    }
    for (Channel channel : connection.channels()) {
      streams.get(channel.source()).leave(connection, channel);
    }
  }

  void received(LiveConnection connection, String text) {
    try {
      ClientFrame frame = ClientFrame.parse(text);
      switch (frame.type()) {
        case PING -> connection.offer(LiveFrames.pong(), false);
        case SUBSCRIBE -> subscribe(connection, frame);
        case UNSUBSCRIBE -> unsubscribe(connection, frame);
      }
    } catch (ClientFrame.Malformed e) {
      connection.offer(
          LiveFrames.error(ErrorCode.BAD_REQUEST, Optional.empty(), e.getMessage()), false);
    }
    connection.drain();
  }

  private void subscribe(LiveConnection connection, ClientFrame frame) {
    Optional<Channel> channel = channel(connection, frame);
    if (channel.isEmpty()) {
      return;
    }
    if (!access.mayListen(connection.caller(), channel.get())) {
      connection.offer(
          LiveFrames.error(ErrorCode.FORBIDDEN, frame.channel(), "not a channel of yours"), false);
      return;
    }
    if (!connection.join(channel.get())) {
      connection.offer(
          LiveFrames.error(
              ErrorCode.TOO_MANY,
              frame.channel(),
              "a socket takes at most " + settings.maxSubscriptions() + " channels"),
          false);
      return;
    }
    streams.get(channel.get().source()).join(connection, channel.get(), frame.after());
    if (connection.isClosed()) {
      // it went while it joined, and may have missed its own leaving
      streams.get(channel.get().source()).leave(connection, channel.get());
    }
  }

  private void unsubscribe(LiveConnection connection, ClientFrame frame) {
    channel(connection, frame)
        .ifPresent(
            channel -> {
              if (connection.leave(channel)) {
                streams.get(channel.source()).leave(connection, channel);
              }
              connection.offer(LiveFrames.unsubscribed(channel), false);
            });
  }

  private static Optional<Channel> channel(LiveConnection connection, ClientFrame frame) {
    Optional<Channel> channel = frame.channel().flatMap(Channel::parse);
    if (channel.isEmpty()) {
      connection.offer(
          LiveFrames.error(
              ErrorCode.UNKNOWN_CHANNEL,
              frame.channel(),
              "channels are classroom:{id}, user:{id} and cluster"),
          false);
    }
    return channel;
  }

  void pingAll() {
    connections.forEach(LiveConnection::ping);
  }

  void checkAll() {
    connections.forEach(LiveConnection::check);
  }

  /** Takes no more sockets and asks the clients to go to another node. */
  public void drainNode() {
    isDraining = true;
    connections.forEach(connection -> connection.close(DRAINING, "the node is going down"));
  }

  /** Reads no more history. */
  void stop() {
    historyThreads.values().forEach(ScheduledThreadPoolExecutor::shutdownNow);
  }

  boolean isDraining() {
    return isDraining;
  }

  public int connectionCount() {
    return connections.size();
  }

  int catchingUp() {
    return streams.values().stream().mapToInt(EventStream::catchingUp).sum();
  }

  long bytesKept() {
    return streams.values().stream().mapToLong(EventStream::bytesKept).sum();
  }

  LiveSettings settings() {
    return settings;
  }
}
