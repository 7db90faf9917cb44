package io.gaia.server.coordination;

import com.codahale.metrics.Counter;
import io.dropwizard.lifecycle.Managed;
import io.gaia.core.ApplyResult;
import io.gaia.core.RecordedEvent;
import io.gaia.core.View;
import io.gaia.core.event.ClusterEvent;
import io.gaia.core.event.LessonEvent;
import io.gaia.core.event.SessionEvent;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.server.replication.AppliedListener;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes those who wait for work, first come first woken, and for one task no more than one. Who was
 * woken in vain waits on in its place: the decision is taken anew whenever something changes, from
 * the state alone.
 */
final class ClaimWaits implements AppliedListener, Managed {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimWaits.class);

  /** Time opens windows without an entry in the log. */
  private static final long LOOK_AGAIN_MS = 1000;

  private final Semaphore changes = new Semaphore(0);
  private final Thread waker = new Thread(this::wakeForever, "claim-waker");
  private final Counter woken;
  private volatile View latest;
  private volatile int size;
  private final Queue<String> concerned = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean concernsAll = new AtomicBoolean();
  // guarded by this
  private final ClaimLines lines = new ClaimLines();
  private final Map<ClaimLines.Place, Consumer<ClaimLines.Place>> waiting = new HashMap<>();

  /**
   * @param woken counts those who were woken
   */
  ClaimWaits(View start, Counter woken) {
    latest = start;
    this.woken = woken;
    waker.setDaemon(true);
  }

  int size() {
    return size;
  }

  /**
   * @param onWake called when there may be work, on the waker's thread; {@link #waitAgain} or
   *     {@link #leave} must follow
   */
  synchronized ClaimLines.Place join(
      Session session, Optional<String> lessonId, Consumer<ClaimLines.Place> onWake) {
    ClaimLines.Place place = lines.join(session, lessonId);
    waiting.put(place, onWake);
    size = lines.size();
    concern(session.id());
    return place;
  }

  /** Back in the line, after work that was there had gone. */
  synchronized void waitAgain(ClaimLines.Place place) {
    lines.waitAgain(place);
    look();
  }

  /** Waits no more; what it was woken for is for the others. */
  synchronized void leave(ClaimLines.Place place) {
    lines.leave(place);
    waiting.remove(place);
    size = lines.size();
    look();
  }

  @Override
  public void applied(ApplyResult result, View view) {
    latest = view;
    if (size == 0) {
      return;
    }
    if (!result.ready().isEmpty()) {
      look();
    }
    for (String ready : result.ready()) {
      view.task(ready).flatMap(task -> task.spec().targetSessionId()).ifPresent(this::concern);
    }
    for (RecordedEvent recorded : result.events()) {
      if (recorded.event() instanceof TaskEvent event) {
        lastHolder(view, event.entityId()).ifPresent(this::concern);
      } else if (recorded.event() instanceof SessionEvent event) {
        concern(event.entityId());
      } else if (recorded.event() instanceof LessonEvent.LessonUpdated
          || recorded.event() instanceof ClusterEvent.QueueResumed) {
        concernAll();
      }
    }
  }

  /** Whoever ended a claim has room again. */
  private static Optional<String> lastHolder(View view, String taskId) {
    return view.task(taskId)
        .map(Task::attempts)
        .filter(attempts -> !attempts.isEmpty())
        .map(attempts -> attempts.get(attempts.size() - 1).sessionId());
  }

  private void concern(String sessionId) {
    concerned.add(sessionId);
    look();
  }

  private void concernAll() {
    concernsAll.set(true);
    look();
  }

  private void look() {
    if (changes.availablePermits() == 0) {
      changes.release();
    }
  }

  private void wakeForever() {
    long lookedAsideNanos = System.nanoTime();
    try {
      while (true) {
        var unused = changes.tryAcquire(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
        changes.drainPermits();
        long nowNanos = System.nanoTime();
        boolean timeHasPassed =
            nowNanos - lookedAsideNanos >= TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MS);
        lookedAsideNanos = timeHasPassed ? nowNanos : lookedAsideNanos;
        wake(timeHasPassed).forEach(Runnable::run);
      }
    } catch (InterruptedException e) {
      LOG.debug("Nobody is woken any more");
    }
  }

  private synchronized List<Runnable> wake(boolean timeHasPassed) {
    Set<String> sessions = new LinkedHashSet<>();
    for (String session = concerned.poll(); session != null; session = concerned.poll()) {
      sessions.add(session);
    }
    if (timeHasPassed) {
      sessions.addAll(lines.aside());
    }
    List<ClaimLines.Place> places =
        concernsAll.getAndSet(false) ? lines.wakeAll(latest) : lines.wake(latest, sessions);
    woken.inc(places.size());
    return places.stream().<Runnable>map(this::call).toList();
  }

  private Runnable call(ClaimLines.Place place) {
    Consumer<ClaimLines.Place> onWake = waiting.get(place);
    return () -> onWake.accept(place);
  }

  @Override
  public void start() {
    waker.start();
  }

  @Override
  public void stop() {
    waker.interrupt();
  }
}
