package io.gaia.server.live;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.gaia.server.auth.TokenVerifier;
import jakarta.servlet.ServletRegistration;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the live half into the service: the hub, {@code /ws} and tickets. */
public final class LiveModule {

  private static final Logger LOG = LoggerFactory.getLogger(LiveModule.class);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  private LiveModule() {}

  /** The hub, with its routes registered and its keepalive running while the service does. */
  public static Hub install(
      Environment environment,
      LiveSettings settings,
      TokenVerifier tokens,
      ChannelAccess access,
      InstantSource time) {
    Hub hub = new Hub(settings, access, environment.metrics(), time);
    Tickets tickets = new Tickets(time, new SecureRandom());
    environment.jersey().register(new TicketResource(tickets));
    JakartaWebSocketServletContainerInitializer.configure(
        environment.getApplicationContext(),
        (context, container) ->
            container.setDefaultMaxSessionIdleTimeout(settings.idleTimeout().toMillis()));
    ServletRegistration.Dynamic servlet =
        environment.servlets().addServlet("ws", new LiveServlet(hub, tokens, tickets));
    servlet.addMapping("/ws");
    servlet.setAsyncSupported(true);
    environment.lifecycle().manage(new Keepalive(hub));
    // before anything is stopped: a closing frame needs a living server
    environment.lifecycle().addEventListener(new Drain(hub));
    return hub;
  }

  private record Drain(Hub hub) implements LifeCycle.Listener {
    @Override
    public void lifeCycleStopping(LifeCycle server) {
      hub.drainNode();
    }
  }

  /** Pings idle sockets, and cuts off or drops those that hang. */
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
