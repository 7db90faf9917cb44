package io.gaia.server.coordination;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.gaia.server.calls.CallRoutes;
import io.gaia.server.config.EventLogLimits;
import io.gaia.server.database.Database;
import io.gaia.server.eventlog.EventLog;
import io.gaia.server.eventlog.EventLogSettings;
import io.gaia.server.kafka.OrderedPublisher;
import io.gaia.server.live.HubPublisher;
import io.gaia.server.ops.DependencyHealth;
import io.gaia.server.projection.Projection;
import io.gaia.server.replication.CommandSequencer;
import io.gaia.server.replication.CoordinationNode;
import io.gaia.server.replication.RaftMetrics;
import io.gaia.server.replication.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts coordination into the service: the replicated state, its routes and its events. */
public final class CoordinationModule {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinationModule.class);

  /**
   * A start waits so long for a leader; then it goes on, and commands get 503 until there is one.
   */
  private static final Duration LEADER_WAIT = Duration.ofSeconds(10);

  private static final long MEGABYTE = 1024 * 1024;

  private CoordinationModule() {}

  /**
   * Registers everything; it runs while the service does.
   *
   * @param calls where routes are added that a session may also ask over its socket
   * @param whenStopped called when this node can do no more until it is started anew, such as when
   *     its log cannot be written
   */
  public static CoordinationNode install(
      Environment environment,
      CoordinationSettings settings,
      HubPublisher hub,
      CallRoutes calls,
      Optional<Database> database,
      InstantSource time,
      Runnable whenStopped) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CoordinationNode node =
        node(
            settings,
            time,
            cause -> {
              LOG.error("Coordination has stopped on this node; start it anew", cause);
              failure.set(cause);
              whenStopped.run();
            });
    CommandSequencer sequencer = node.sequencer();
    CommandDesk desk = new CommandDesk(node.route(), node.lockWaits());
    ClaimWaits waits =
        new ClaimWaits(node.view(), environment.metrics().counter("gaia.claims.woken"));
    Waiting waiting = new Waiting();
    TaskRates rates = new TaskRates(environment.metrics());
    EventLog events = events(settings, node.streamId(), time);
    CoordinationFeed feed =
        new CoordinationFeed(
            events,
            hub,
            node.streamId(),
            settings.relaysToKafka() ? KafkaRelay::relayed : view -> Long.MAX_VALUE,
            time);
    RaftMetrics.of(node, environment.metrics());
    node.addListener(waits);
    node.addListener(rates);
    node.addListener(feed);

    // stopped in reverse: what the node applied until its end is written
    environment.lifecycle().manage(feed);
    environment.lifecycle().manage(new RunningNode(node));
    // its ports are open
    environment.lifecycle().addServerLifecycleListener(server -> node.releaseTime());
    environment.lifecycle().addEventListener(new HandOver(node));
    environment.lifecycle().manage(waits);
    environment.lifecycle().manage(waiting);
    environment.lifecycle().addEventListener(waiting);
    if (settings.relaysToKafka()) {
      KafkaRelay relay =
          new KafkaRelay(
              events,
              new OrderedPublisher(settings.kafka()),
              sequencer,
              environment.metrics(),
              time);
      environment.lifecycle().manage(relay);
      environment.healthChecks().register("event-relay", new DependencyHealth(relay::state));
    }
    environment.healthChecks().register("event-log", new DependencyHealth(feed::state));
    Optional<Projection> projection =
        database.map(open -> projection(environment, node, open, time));
    environment.lifecycle().manage(new Housekeeping(sequencer, projection));
    environment.healthChecks().register("coordination", new NodeHealth(node, failure));
    gauges(environment.metrics(), sequencer, waits);

    environment.jersey().register(new SessionResource(desk));
    environment.jersey().register(new ClaimResource(desk, waits, waiting));
    environment.jersey().register(new TaskResource(desk, environment.getObjectMapper()));
    environment.jersey().register(new QueueResource(desk, rates, waits));
    environment.jersey().register(new LessonResource(desk));
    environment.jersey().register(new AffinityResource(desk));
    environment.jersey().register(new LockResource(desk, waiting));
    environment.jersey().register(new ClusterResource(node));
    new SocketCalls(desk, waits, waiting).register(calls);
    return node;
  }

  private static CoordinationNode node(
      CoordinationSettings settings, InstantSource time, Consumer<Throwable> onFailure) {
    try {
      return new CoordinationNode(
          settings.cluster(),
          settings.raft(),
          Transport.of(settings.cluster().tls()),
          settings.rules(),
          time,
          onFailure);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "CLUSTER_DATA_DIR takes a directory that can be read and written, not "
              + settings.cluster().dataDirectory(),
          e);
    }
  }

  private static EventLog events(
      CoordinationSettings settings, String streamId, InstantSource time) {
    Path directory = settings.cluster().dataDirectory().resolve("events");
    EventLogLimits limits = settings.events();
    try {
      return EventLog.open(
          directory,
          streamId,
          new EventLogSettings(limits.retention(), limits.maxMegabytes() * MEGABYTE),
          time);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "CLUSTER_DATA_DIR takes a directory that can be read and written, not " + directory, e);
    }
  }

  private static Projection projection(
      Environment environment, CoordinationNode node, Database database, InstantSource time) {
    Projection projection =
        new Projection(node.sequencer(), database, new ResourceRows(), environment.metrics(), time);
    node.addListener(projection);
    environment.lifecycle().manage(projection);
    environment.healthChecks().register("projection", new DependencyHealth(projection::state));
    return projection;
  }

  private static void gauges(MetricRegistry metrics, CommandSequencer sequencer, ClaimWaits waits) {
    metrics.register("gaia.commands.waiting", (Gauge<Integer>) sequencer::queueLength);
    metrics.register("gaia.claims.waiting", (Gauge<Integer>) waits::size);
    metrics.register(
        "gaia.idempotency.keys", (Gauge<Integer>) () -> sequencer.stale().idempotencyKeys());
    metrics.register(
        "gaia.projection.changes.waiting",
        (Gauge<Integer>) () -> sequencer.stale().changesWaiting());
  }

  /** Starts the node, and waits a moment for a leader. */
  private record RunningNode(CoordinationNode node) implements Managed {
    @Override
    public void start() throws IOException, InterruptedException {
      node.holdTime();
      node.start();
      if (!node.awaitLeader(LEADER_WAIT)) {
        LOG.warn("No leader yet; coordination answers 503 until there is one");
      }
    }

    @Override
    public void stop() throws IOException {
      node.close();
    }
  }

  /**
   * While it still serves, so that no client meets a node that neither leads nor knows who does.
   */
  private record HandOver(CoordinationNode node) implements LifeCycle.Listener {
    @Override
    public void lifeCycleStopping(LifeCycle server) {
      node.handOver();
    }
  }

  /** Unhealthy when the node has stopped, or knows no leader. */
  private static final class NodeHealth extends HealthCheck {
    private final CoordinationNode node;
    private final AtomicReference<Throwable> failure;

    NodeHealth(CoordinationNode node, AtomicReference<Throwable> failure) {
      this.node = node;
      this.failure = failure;
    }

    @Override
    protected Result check() {
      if (failure.get() != null) {
        return Result.unhealthy("stopped: %s", failure.get().toString());
      }
      var status = node.status();
      return status.leader().isPresent()
          ? Result.healthy(
              "%s, term %d, leader %s", status.role(), status.term(), status.leader().get())
          : Result.unhealthy(
              status.role().equals("removed") ? "removed from the group" : "no leader");
    }
  }
}
