package io.gaia.server.coordination;

import io.dropwizard.lifecycle.Managed;
import io.gaia.server.http.ClientWatch;
import io.gaia.server.http.Presence;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that wait without a thread: until what they wait for is there, their time is over, their
 * client has gone, or the service stops. They are answered on threads of their own, so that neither
 * the log nor new requests stand still behind a client that reads slowly.
 */
final class Waiting implements Managed, LifeCycle.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
  private static final int ANSWERING_THREADS = 32;
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

  /** Why a wait is over, other than that what it waited for is there. */
  enum End {
    TIME_OVER,
    CLIENT_GONE,
    STOPPING
  }

  private final ClientWatch clients = new ClientWatch();
  private final ThreadPoolExecutor answering;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, named("waiting-timer"));
  private final Set<OpenWait> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  Waiting() {
    answering =
        new ThreadPoolExecutor(
            ANSWERING_THREADS,
            ANSWERING_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("waiting-answers"));
    answering.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Where waiting requests go on. */
  Executor answering() {
    return task -> {
      try {
        answering.execute(task);
      } catch (RejectedExecutionException e) {
        // the last answers, while the service stops
        task.run();
      }
    };
  }

  /** Of that request's client. */
  Presence presence(HttpServletRequest request) {
    return clients.presence(request);
  }

  /** Requests that wait on this node. */
  int size() {
    return open.size();
  }

  /**
   * @param onEnd called at most once, and not after {@link OpenWait#close}; may be called before
   *     this returns
   */
  OpenWait open(Presence client, long waitMs, Consumer<End> onEnd) {
    OpenWait wait = new OpenWait(onEnd);
    open.add(wait);
    wait.timeout =
        Optional.of(timer.schedule(() -> wait.end(End.TIME_OVER), waitMs, TimeUnit.MILLISECONDS));
    wait.client = Optional.of(client.watch(() -> wait.end(End.CLIENT_GONE)));
    if (stopping) {
      wait.end(End.STOPPING);
    }
    return wait;
  }

  /** A request that waits now. */
  final class OpenWait implements AutoCloseable {
    private final Consumer<End> onEnd;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Optional<Future<?>> timeout = Optional.empty();
    private volatile Optional<Presence.Watch> client = Optional.empty();

    private OpenWait(Consumer<End> onEnd) {
      this.onEnd = onEnd;
    }

    /** Done when it is answered; at once when it was before. */
    private CompletableFuture<Void> end(End why) {
      if (!over.compareAndSet(false, true)) {
        return CompletableFuture.completedFuture(null);
      }
      letGo();
      return CompletableFuture.runAsync(() -> onEnd.accept(why), answering());
    }

    /** It has what it waited for. */
    @Override
    public void close() {
      over.set(true);
      letGo();
    }

    private void letGo() {
      open.remove(this);
      timeout.ifPresent(scheduled -> scheduled.cancel(false));
      client.ifPresent(Presence.Watch::close);
    }
  }

  @Override
  public void start() {
    clients.start();
  }

  /**
   * Comes before the server waits for the requests in it, and returns when they are answered: from
   * then on the server cuts off who does not read for a second.
   */
  @Override
  public void lifeCycleStopping(LifeCycle event) {
    stopping = true;
    CompletableFuture<?>[] answers =
        open.stream().map(wait -> wait.end(End.STOPPING)).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(answers).get(ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("Not every waiting request could be answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() throws Exception {
    timer.shutdownNow();
    answering.shutdown();
    clients.stop();
  }
}
