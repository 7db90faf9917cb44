package io.gaia.server.live;

import com.codahale.metrics.MetricRegistry;
import io.gaia.server.auth.Caller;
import io.gaia.server.config.LiveLimits;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to the clients of this node. Publishing never waits for a reader: it puts the frame
 * into each reader's bounded queue, and sends end in callbacks. Thread-safe.
 */
public final class Hub implements HubPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
  private static final String GOING_DOWN = "the node is going down";
  private static final int HISTORY_THREADS = 2;

  /** Far fewer than may wait for a reader, or one that reads well would be cut off. */
  private static final int PUBLISHED_AT_ONCE = 64;

  private final LiveSettings settings;
  private final LiveMetrics metrics;
  private final InstantSource time;
  private final Map<StreamSource, ScheduledThreadPoolExecutor> historyThreads =
      new EnumMap<>(StreamSource.class);
  private final Map<StreamSource, EventStream> streams = new EnumMap<>(StreamSource.class);
  private final Set<LiveConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastId = new AtomicLong();
  private final Seats ofUser;
  private final Seats ofAddress;
  private final Subscriptions subscriptions;
  private final Answers answers = new Answers();
  private volatile boolean isDraining;

  public Hub(
      LiveSettings settings, ChannelAccess access, MetricRegistry registry, InstantSource time) {
    this.settings = settings;
    this.time = time;
    metrics = LiveMetrics.in(registry);
    for (StreamSource source : StreamSource.values()) {
      historyThreads.put(source, historyThreads(source));
      streams.put(source, new EventStream(settings, metrics, historyThreads.get(source)));
    }
    LiveLimits limits = settings.limits();
    ofUser = new Seats(limits.maxConnectionsPerUser());
    ofAddress = new Seats(limits.maxConnectionsPerAddress());
    subscriptions = new Subscriptions(streams, connections, access, limits.maxSubscriptions());
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
  public void publish(StreamSource source, List<Publication> events) {
    for (int from = 0; from < events.size(); from += PUBLISHED_AT_ONCE) {
      int to = Math.min(events.size(), from + PUBLISHED_AT_ONCE);
      drain(streams.get(source).publish(events.subList(from, to)));
    }
  }

  @Override
  public void forget(StreamSource source, Channel channel) {
    streams.get(source).forget(channel);
  }

  private static void drain(Collection<LiveConnection> touched) {
    touched.forEach(LiveConnection::drain);
  }

  /** Tells of everyone who begins to listen from now on. */
  public void watch(ListeningWatch toBeTold) {
    subscriptions.watch(toBeTold);
  }

  /** Why one more connection is refused now, if it is. */
  Optional<String> full(Caller caller, String address) {
    if (!ofUser.hasRoomFor(caller.subject())) {
      metrics.refusedOfUser().inc();
      return Optional.of("One user takes at most " + ofUser.most() + " connections");
    }
    if (!ofAddress.hasRoomFor(address)) {
      metrics.refusedOfAddress().inc();
      return Optional.of("One address takes at most " + ofAddress.most() + " connections");
    }
    return Optional.empty();
  }

  LiveConnection connect(Caller caller, String address, Door door, Outbound outbound) {
    LiveConnection.Who who =
        new LiveConnection.Who(lastId.incrementAndGet(), caller, address, door, time.instant());
    LiveConnection connection = new LiveConnection(who, outbound, settings, metrics, time);
    LOG.debug("{} begins", who);
    boolean userHasRoom = ofUser.take(caller.subject());
    boolean addressHasRoom = ofAddress.take(address);
    connections.add(connection);
    if (isDraining) {
      connection.close(CloseCode.DRAINING, GOING_DOWN);
    } else if (!userHasRoom || !addressHasRoom) {
      connection.close(CloseCode.TRY_AGAIN_LATER, "too many connections of one user or address");
    }
    return connection;
  }

  /** The network says that it has ended. */
  void ended(LiveConnection connection) {
    connection.closed();
    if (connections.remove(connection)) {
      LOG.debug("{} is over", connection.who());
      ofUser.giveBack(connection.caller().subject());
      ofAddress.giveBack(connection.who().address());
    }
    subscriptions.leaveAll(connection);
  }

  /** Where answers to calls are made. */
  Answers answers() {
    return answers;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  @Override
  public void accessChanged(Channel channel) {
    subscriptions.accessChanged(channel);
  }

  @Override
  public void accessKnown() {
    subscriptions.accessKnown();
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
    connections.forEach(connection -> connection.closeWhenAnswered(CloseCode.DRAINING, GOING_DOWN));
  }

  /** Reads no more history, and forgets its connections. */
  void stop() {
    historyThreads.values().forEach(ScheduledThreadPoolExecutor::shutdownNow);
  }

  boolean isDraining() {
    return isDraining;
  }

  public int connectionCount() {
    return connections.size();
  }

  /** In the order in which they came. */
  List<LiveConnection> connections() {
    return connections.stream()
        .sorted(Comparator.comparingLong(connection -> connection.who().id()))
        .toList();
  }

  long connectionCount(Door door) {
    return connections.stream().filter(each -> each.who().door() == door).count();
  }

  int subscriptionCount() {
    return connections.stream().mapToInt(LiveConnection::channelCount).sum();
  }

  Seats ofUser() {
    return ofUser;
  }

  Seats ofAddress() {
    return ofAddress;
  }

  LiveMetrics metrics() {
    return metrics;
  }

  InstantSource time() {
    return time;
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
