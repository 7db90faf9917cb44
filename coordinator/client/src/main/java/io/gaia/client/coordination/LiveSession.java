package io.gaia.client.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.http.RefusedException;
import io.gaia.client.http.UnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A registered session that a thread of its own keeps alive until it is closed: it renews the lease
 * after a third of it, extends the claims, renews the locks, carries progress along, and notices
 * when the coordinator holds the session for dead. Then all its work is told lost, and it registers
 * again, unless its listener or another process with its name says no.
 *
 * <p>Without an answer the session goes on: the work keeps running, and what it reports later
 * counts if its fence still does. Thread-safe.
 */
public final class LiveSession implements AutoCloseable {

  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private final CoordinationClient client;
  private final HeldClaims claims = new HeldClaims();
  private final HeldLocks locks = new HeldLocks();
  private final SessionKeeper keeper;
  private final LongSupplier nanos;
  // one at a time, so that a claim nobody here knows of can only be one whose answer got lost
  private final Object claiming = new Object();
  private boolean answerLost;

  private LiveSession(
      CoordinationClient client, SessionSpec spec, SessionListener listener, LongSupplier nanos) {
    this.client = client;
    this.nanos = nanos;
    this.keeper = new SessionKeeper(client, spec, listener, claims, locks, nanos);
  }

  static LiveSession start(CoordinationClient client, SessionSpec spec, SessionListener listener) {
    LiveSession session = new LiveSession(client, spec, listener, System::nanoTime);
    session.keeper.start();
    return session;
  }

  /** Stays the same when the session registers again. */
  public String id() {
    return keeper.identity().id();
  }

  public long incarnation() {
    return keeper.identity().incarnation();
  }

  /** False once it has ended for good. */
  public boolean isLive() {
    return keeper.end().isEmpty();
  }

  /** Takes tasks of any lesson; see {@link #claim(int, Duration, Optional)}. */
  public List<Task> claim(int max, Duration wait) {
    return claim(max, wait, Optional.empty());
  }

  /**
   * Takes tasks, and waits for the first of them. A claim whose answer got lost is found and
   * returned by the next call. One call at a time: others wait.
   *
   * @param max at most so many
   * @param wait up to 25 s
   * @param lessonId only of that lesson
   * @return empty when there was nothing, or when the session was lost meanwhile
   * @throws SessionEndedException when it will not live again
   */
  public List<Task> claim(int max, Duration wait, Optional<String> lessonId) {
    synchronized (claiming) {
      SessionKeeper.Identity me = keeper.identity();
      try {
        if (answerLost) {
          List<Task> found = find(me);
          answerLost = false;
          if (!found.isEmpty()) {
            return found;
          }
        }
        long sent = nanos.getAsLong();
        answerLost = true;
        List<Task> tasks = client.sessions().claim(me.id(), me.incarnation(), max, wait, lessonId);
        answerLost = false;
        return taken(me, tasks, sent);
      } catch (RefusedException e) {
        answerLost = false;
        if (!SessionKeeper.meansLost(e)) {
          throw e;
        }
        keeper.awaitAfter(me);
        return List.of();
      }
    }
  }

  /**
   * The claims that the coordinator has for this session and nobody here knows of, because an
   * answer got lost. They are held from now on.
   */
  public List<Task> recover() {
    synchronized (claiming) {
      answerLost = false;
      return find(keeper.identity());
    }
  }

  private List<Task> find(SessionKeeper.Identity me) {
    long sent = nanos.getAsLong();
    Set<Claim> known = Set.copyOf(claims.all());
    List<Task> found = new ArrayList<>();
    for (Renewed.Held live :
        client.sessions().heartbeat(me.id(), me.incarnation(), List.of()).tasks()) {
      Claim claim = new Claim(live.id(), me.id(), live.fence());
      if (!known.contains(claim)) {
        Task task = client.tasks().get(live.id());
        // it may have been reported between the two answers
        if (task.claimedBy().isPresent() && task.claim().equals(claim)) {
          found.add(task);
        }
      }
    }
    return taken(me, found, sent);
  }

  private List<Task> taken(SessionKeeper.Identity me, List<Task> tasks, long sent) {
    tasks.forEach(task -> claims.add(task, sent));
    if (keeper.identity().equals(me) && isLive()) {
      return tasks;
    }
    // lost while the answer was on its way: nothing of it is ours
    tasks.forEach(task -> claims.remove(task.claim()));
    return List.of();
  }

  /** Whether the claim still counts, as far as is known here. */
  public boolean holds(Claim claim) {
    return claims.has(claim);
  }

  /** Work on the claim has begun. */
  public Task begin(Claim claim) {
    return client.tasks().start(claim);
  }

  /** Says how far a task is; it goes with the next heartbeat. */
  public void report(Claim claim, int percent, String note) {
    report(
        new ProgressReport(
            claim.taskId(),
            claim.fence(),
            Optional.of(percent),
            Optional.of(note),
            Optional.empty()));
  }

  /**
   * Leaves something for the next attempt, if this one is lost; it goes with the next heartbeat.
   *
   * @param state JSON, at most 64 KiB
   */
  public void checkpoint(Claim claim, JsonNode state) {
    report(
        new ProgressReport(
            claim.taskId(), claim.fence(), Optional.empty(), Optional.empty(), Optional.of(state)));
  }

  /** As {@link #report(Claim, int, String)}; for a claim that is over it is nothing. */
  public void report(ProgressReport progress) {
    if (claims.report(progress)) {
      keeper.newsCame();
    }
  }

  /** See {@link Tasks#complete}. */
  public Task complete(Claim claim, Optional<JsonNode> result) {
    return outcome(claim, () -> client.tasks().complete(claim, result));
  }

  /** See {@link Tasks#fail}. */
  public Task fail(Claim claim, String reason, boolean retryable) {
    return outcome(claim, () -> client.tasks().fail(claim, reason, retryable));
  }

  /** See {@link Tasks#release}. */
  public Task release(Claim claim, Optional<Instant> runAt) {
    return outcome(claim, () -> client.tasks().release(claim, runAt));
  }

  private Task outcome(Claim claim, Supplier<Task> call) {
    claims.reporting(claim, true);
    try {
      Task task = call.get();
      claims.remove(claim);
      return task;
    } catch (RefusedException e) {
      if (e.code().equals("stale-fence")) {
        claims.remove(claim);
      }
      throw e;
    } finally {
      claims.reporting(claim, false);
    }
  }

  /** Takes no new tasks, and ends what it has. */
  public void drain() {
    client.sessions().drain(id());
  }

  /** See {@link #lock(String, Duration, Duration, Runnable)}. */
  public HeldLock lock(String key, Duration ttl, Duration wait) {
    return lock(key, ttl, wait, () -> {});
  }

  /**
   * Takes a lock and renews it until it is closed.
   *
   * @param ttl held this long when this process falls silent
   * @param wait for its turn, up to 25 s
   * @param whenLost run once, by the session's thread, when the lock may be somebody else's
   * @throws RefusedException with {@code lock-held} when its turn did not come
   */
  public HeldLock lock(String key, Duration ttl, Duration wait, Runnable whenLost) {
    SessionKeeper.Identity me = keeper.identity();
    long sent = nanos.getAsLong();
    Lock lock = client.locks().acquire(key, me.id(), me.incarnation(), ttl, wait);
    if (Renewal.granted(sent, ttl).isDue(nanos.getAsLong())) {
      // it waited for its turn, and cannot tell how long ago that came
      sent = nanos.getAsLong();
      lock = client.locks().renew(key, me.id(), lock.fence(), Optional.empty());
    }
    HeldLock held = new HeldLock(this, lock, ttl, sent, whenLost, nanos);
    locks.add(held);
    return held;
  }

  void release(HeldLock lock) {
    locks.remove(lock);
    if (lock.end()) {
      try {
        client.locks().release(lock.key(), id(), lock.fence());
      } catch (RefusedException e) {
        if (!e.code().equals("stale-fence") && !e.code().equals("not-found")) {
          throw e;
        }
      }
    }
  }

  /**
   * Says goodbye: what it still holds goes back to the queue, its locks are free. When nobody
   * answers within seconds, the lease ends by itself.
   */
  @Override
  public void close() {
    boolean lives = keeper.stop();
    if (lives) {
      try {
        client.within(GOODBYE, GOODBYE).sessions().unregister(id());
      } catch (RefusedException | UnreachableException e) {
        // nobody to say it to; the coordinator notices the silence
        claims.removeAll();
      }
    }
  }
}
