package io.gaia.server.live;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.calls.CallRoutes;
import io.gaia.server.http.ClientWatch;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the live half into the service: the hub, its two doors and tickets. */
public final class LiveModule {

  private static final Logger LOG = LoggerFactory.getLogger(LiveModule.class);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  private LiveModule() {}

  /** Routes that are served without Jersey, for the API's description. */
  public static Set<Class<?>> routes() {
    return Set.of(StreamRoute.class);
  }

  /** One-time tickets, good on this node. */
  public static Tickets tickets(LiveSettings settings, InstantSource time) {
    return new Tickets(settings.limits().ticketsPerMinute(), time, new SecureRandom());
  }

  /**
   * The hub, with its routes registered and its keepalive running while the service does.
   *
   * @param apiPath where the API's routes begin
   * @param calls what a client may ask for over its socket
   */
  public static Hub install(
      Environment environment,
      LiveSettings settings,
      TokenVerifier tokens,
      Tickets tickets,
      ChannelAccess access,
      String apiPath,
      CallRoutes calls,
      InstantSource time) {
    Hub hub = new Hub(settings, access, environment.metrics(), time);
    LiveGate gate = new LiveGate(hub, tokens, tickets);
    environment.jersey().register(new TicketResource(tickets, hub.metrics().refusedTickets()));
    environment.jersey().register(new ConnectionResource(hub));
    JakartaWebSocketServletContainerInitializer.configure(
        environment.getApplicationContext(),
        (context, container) ->
            container.setDefaultMaxSessionIdleTimeout(settings.idleTimeout().toMillis()));
    ClientWatch clients = new ClientWatch();
    environment.lifecycle().manage(hub.answers());
    serve(environment, "ws", new SocketServlet(hub, gate, calls), "/ws");
    serve(environment, "stream", new StreamServlet(hub, gate, clients), apiPath + "/stream");
    environment.lifecycle().manage(clients);
    environment.lifecycle().manage(new Keepalive(hub));
    return hub;
  }

  /**
   * Asks the clients to go to another node when this one stops: while it still serves, for a
   * closing frame needs a living server, and after those who wait are answered.
   */
  public static void drainAfterTheOthers(Environment environment, Hub hub) {
    environment.lifecycle().addEventListener(new Drain(hub));
  }

  private static void serve(
      Environment environment, String name, HttpServlet servlet, String path) {
    ServletRegistration.Dynamic served = environment.servlets().addServlet(name, servlet);
    served.addMapping(path);
    served.setAsyncSupported(true);
  }

  private record Drain(Hub hub) implements LifeCycle.Listener {
    @Override
    public void lifeCycleStopping(LifeCycle server) {
      hub.answers().afterAll(hub::drainNode);
    }
  }

  /** Pings idle connections, and cuts off or drops those that hang. */
  private static final class Keepalive implements Managed {
    private final Hub hub;
    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "live-keepalive");
              thread.setDaemon(true);
              return thread;
            });

    Keepalive(Hub hub) {
      this.hub = hub;
    }

    @Override
    public void start() {
      every(hub.settings().pingInterval(), hub::pingAll);
      every(CHECK_INTERVAL, hub::checkAll);
      every(CHECK_INTERVAL, hub.answers()::giveUpLate);
    }

    private void every(Duration interval, Runnable task) {
      timer.scheduleWithFixedDelay(
          () -> keepGoing(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A thrown exception would end the schedule. */
    private static void keepGoing(Runnable task) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("Looking after the sockets failed", e);
      }
    }

    @Override
    public void stop() {
      timer.shutdownNow();
      hub.stop();
    }
  }
}
