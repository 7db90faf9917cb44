package io.gaia.client.coordination;

import io.gaia.client.http.JsonHttp;
import io.gaia.client.http.RefusedException;
import io.gaia.client.http.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** The thread that keeps a session alive, and with it its claims and its locks. */
final class SessionKeeper {

  /** Progress goes out at most so often. */
  private static final Duration BETWEEN_NEWS = Duration.ofMillis(500);

  private static final Duration SHORTEST_ANSWER_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_NAP = Duration.ofMillis(250);
  private static final Duration REGISTERS_WITHIN = Duration.ofSeconds(5);

  /** The living session: which, and which life of it. */
  record Identity(String id, long incarnation) {}

  private final CoordinationClient client;
  private final SessionSpec spec;
  private final SessionListener listener;
  private final HeldClaims claims;
  private final HeldLocks locks;
  private final LongSupplier nanos;
  private final Thread thread;

  // guarded by this
  private Identity identity;
  private Optional<String> end = Optional.empty();
  private boolean stopped;
  private boolean news;

  // of the thread
  private Renewal lease;
  private boolean lost;
  private String registration = "";
  private boolean outOfTouch;

  SessionKeeper(
      CoordinationClient client,
      SessionSpec spec,
      SessionListener listener,
      HeldClaims claims,
      HeldLocks locks,
      LongSupplier nanos) {
    this.client = client;
    this.spec = spec;
    this.listener = listener;
    this.claims = claims;
    this.locks = locks;
    this.nanos = nanos;
    this.thread = new Thread(this::keep, "session-" + spec.name());
    thread.setDaemon(true);
  }

  /** Registers. The thread's first heartbeat finds out whether that still counts. */
  void start() {
    long sent = nanos.getAsLong();
    Session session = client.sessions().register(spec);
    identity = new Identity(session.id(), session.incarnation());
    lease = Renewal.granted(sent, session.lease()).dueNow(nanos.getAsLong());
    thread.start();
  }

  synchronized Identity identity() {
    if (end.isPresent()) {
      throw new SessionEndedException(end.get());
    }
    return identity;
  }

  /** Why it ended, if it has. */
  synchronized Optional<String> end() {
    return end;
  }

  /** Whether the refusal says that the session does not live, or not as this incarnation. */
  static boolean meansLost(RefusedException refusal) {
    return switch (refusal.code()) {
      case "wrong-state", "stale-fence", "not-found" -> true;
      default -> false;
    };
  }

  synchronized void newsCame() {
    news = true;
    notifyAll();
  }

  /** Waits a little until the session lives again, after somebody was told that it does not. */
  synchronized void awaitAfter(Identity before) {
    newsCame();
    long until = nanos.getAsLong() + REGISTERS_WITHIN.toNanos();
    try {
      while (end.isEmpty() && identity.equals(before) && until - nanos.getAsLong() > 0) {
        wait(LONGEST_NAP.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the thread.
   *
   * @return whether the session still lives, as far as is known
   */
  boolean stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !lost && end().isEmpty();
  }

  private void keep() {
    try {
      keepWhileItLives();
    } catch (RuntimeException e) {
      // a listener that throws, or a bug: better known to be dead than silently so
      loseAll(e.toString(), true);
    }
  }

  private void keepWhileItLives() {
    while (awaitDue()) {
      long now = nanos.getAsLong();
      if (lost) {
        registerAgain();
      } else {
        renewLease();
      }
      if (!lost) {
        claims.due(now).forEach(this::extend);
        locks.due(now).forEach(this::renew);
      }
      locks.loseThoseThatMayBeOver(nanos.getAsLong());
    }
  }

  /** False when the keeping is over. */
  private synchronized boolean awaitDue() {
    long earliest = nanos.getAsLong() + BETWEEN_NEWS.toNanos();
    try {
      while (!stopped && end.isEmpty()) {
        long now = nanos.getAsLong();
        if ((news && now - earliest >= 0) || lease.isDue(now) || workIsDue(now)) {
          news = false;
          return true;
        }
        wait(LONGEST_NAP.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private boolean workIsDue(long now) {
    return !lost && !(claims.due(now).isEmpty() && locks.due(now).isEmpty());
  }

  /** Each try is short: a renewal that hangs must not cost the lease. */
  private CoordinationClient once() {
    Duration half = Duration.ofNanos(lease.lengthNanos() / 2);
    return client.within(
        Duration.ZERO,
        half.compareTo(SHORTEST_ANSWER_TIMEOUT) > 0 ? half : SHORTEST_ANSWER_TIMEOUT);
  }

  private void renewLease() {
    long sent = nanos.getAsLong();
    List<Claim> asked = claims.all();
    List<ProgressReport> progress = claims.takeNews();
    try {
      Renewed renewed =
          once().sessions().heartbeat(identity.id(), identity.incarnation(), progress);
      lease = Renewal.granted(sent, renewed.lease());
      inTouch();
      claims
          .loseAllBut(asked, renewed.tasks())
          .forEach(claim -> listener.claimLost(claim, "the coordinator has ended the claim"));
      claims.toCancel(renewed.cancelRequested()).forEach(listener::cancelRequested);
    } catch (UnreachableException e) {
      claims.putBack(progress);
      notRenewed(e.getMessage());
    } catch (RefusedException e) {
      if (meansLost(e)) {
        loseAll(e.getMessage(), e.code().equals("stale-fence"));
      } else {
        // what was wrong with the progress will not get better: it is dropped
        notRenewed(e.getMessage());
      }
    }
  }

  private void inTouch() {
    if (outOfTouch) {
      outOfTouch = false;
      listener.recovered();
    }
  }

  private void notRenewed(String why) {
    lease = lease.failed(nanos.getAsLong(), ThreadLocalRandom.current().nextDouble());
    if (!outOfTouch && !isStopped()) {
      outOfTouch = true;
      listener.outOfTouch(why);
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private void loseAll(String why, boolean forGood) {
    lost = true;
    registration = JsonHttp.newRequestId();
    claims.removeAll().forEach(claim -> listener.claimLost(claim, why));
    locks.loseAll();
    listener.sessionLost(why);
    if (forGood || !listener.registersAgain()) {
      endFor(why);
    } else {
      registerAgain();
    }
  }

  /** Under one request id until it is answered, so that a lost answer takes no name from us. */
  private void registerAgain() {
    try {
      long sent = nanos.getAsLong();
      Session session = once().sessions().register(spec.withTakeover(false), registration);
      synchronized (this) {
        identity = new Identity(session.id(), session.incarnation());
        notifyAll();
      }
      lost = false;
      lease = Renewal.granted(sent, Duration.ofNanos(lease.lengthNanos()));
      inTouch();
      listener.registeredAgain(session);
    } catch (UnreachableException e) {
      notRenewed(e.getMessage());
    } catch (RefusedException e) {
      endFor(e.getMessage());
    }
  }

  private void endFor(String why) {
    synchronized (this) {
      end = Optional.of(why);
      notifyAll();
    }
    listener.ended(why);
  }

  private void extend(Claim claim) {
    long sent = nanos.getAsLong();
    try {
      once().tasks().extend(claim, Optional.empty());
      claims.extended(claim, sent);
    } catch (UnreachableException e) {
      claims.notExtended(claim, nanos.getAsLong(), ThreadLocalRandom.current().nextDouble());
    } catch (RefusedException e) {
      // the next heartbeat tells whether it is lost, or was just reported
      claims.extended(claim, sent);
    }
  }

  private void renew(HeldLock lock) {
    long sent = nanos.getAsLong();
    try {
      once().locks().renew(lock.key(), identity.id(), lock.fence(), Optional.empty());
      lock.renewed(sent);
    } catch (UnreachableException e) {
      lock.notRenewed(nanos.getAsLong(), ThreadLocalRandom.current().nextDouble());
    } catch (RefusedException e) {
      locks.lose(lock);
    }
  }
}
