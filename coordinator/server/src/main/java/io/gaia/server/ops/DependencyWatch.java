package io.gaia.server.ops;

import io.dropwizard.lifecycle.Managed;
import io.gaia.server.ops.DependencyState.Condition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a service that may be slow, down or back: tries again and again on a thread of its
 * own, and knows the present state, so that callers can be refused at once while it is down.
 */
public final class DependencyWatch implements Managed {

  /** What is tried; it throws while the service cannot be used. */
  @FunctionalInterface
  public interface Attempt {
    void run() throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(DependencyWatch.class);
  private static final long STOP_SECONDS = 5;

  private final String name;
  private final Attempt attempt;
  private final Duration interval;
  private final InstantSource time;
  private final ScheduledExecutorService executor;
  private volatile DependencyState state;

  /**
   * @param name of the service, for logs and health
   * @param interval pause between attempts, up or down
   */
  public DependencyWatch(String name, Attempt attempt, Duration interval, InstantSource time) {
    this.name = name;
    this.attempt = attempt;
    this.interval = interval;
    this.time = time;
    this.state =
        new DependencyState(Condition.CONNECTING, name + " is not reached yet", time.instant());
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, name.toLowerCase(java.util.Locale.ROOT) + "-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  public String name() {
    return name;
  }

  public DependencyState state() {
    return state;
  }

  @Override
  public void start() {
    executor.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws InterruptedException {
    executor.shutdownNow();
    if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("The watch of {} did not stop in {} s", name, STOP_SECONDS);
    }
  }

  // a thrown exception would end the schedule, and no kind of it may
  @SuppressWarnings("CatchAndPrintStackTrace")
  private void look() {
    try {
      attempt.run();
      become(Condition.UP, name + " answers");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | LinkageError e) {
      become(Condition.DOWN, name + " cannot be used: " + reason(e));
    }
  }

  private void become(Condition condition, String detail) {
    DependencyState before = state;
    if (before.condition() != condition) {
      state = new DependencyState(condition, detail, time.instant());
    } else if (!before.detail().equals(detail)) {
      state = new DependencyState(condition, detail, before.since());
    } else {
      return;
    }
    if (condition == Condition.DOWN) {
      LOG.warn("{}; trying again every {} ms", detail, interval.toMillis());
    } else {
      LOG.info("{}", detail);
    }
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage() == null ? "" : ": " + firstLine(deepest.getMessage());
    return deepest.getClass().getSimpleName() + message;
  }

  private static String firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }
}
