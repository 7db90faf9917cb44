package io.gaia.core.event;

import io.gaia.core.model.Waiter;

/** What happens to locks. */
public sealed interface LockEvent extends Event {
  @Override
  default <R> R match(Event.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Event.Families<R> families) {
    return families.lock(this);
  }

  <R> R match(Cases<R> cases);

  /** A session has the lock: it was free, or its turn came. */
  record LockAcquired(
      String key, String sessionId, long incarnation, long fence, long ttlMs, String metadata)
      implements LockEvent {
    @Override
    public String type() {
      return "lock.acquired";
    }

    @Override
    public String entityId() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.lockAcquired(this);
    }
  }

  /** Its ttl counts from now. */
  record LockRenewed(String key, long fence, long ttlMs) implements LockEvent {
    @Override
    public String type() {
      return "lock.renewed";
    }

    @Override
    public String entityId() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.lockRenewed(this);
    }
  }

  /** Its owner gave it up or left. */
  record LockReleased(String key, String sessionId, long fence) implements LockEvent {
    @Override
    public String type() {
      return "lock.released";
    }

    @Override
    public String entityId() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.lockReleased(this);
    }
  }

  /** It came to its end. */
  record LockExpired(String key, String sessionId, long fence) implements LockEvent {
    @Override
    public String type() {
      return "lock.expired";
    }

    @Override
    public String entityId() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.lockExpired(this);
    }
  }

  /** Its owner died; the lock delay runs. */
  record LockOrphaned(String key, long endsAtMs) implements LockEvent {
    @Override
    public String type() {
      return "lock.orphaned";
    }

    @Override
    public String entityId() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.lockOrphaned(this);
    }
  }

  /** A session waits, or waits on with a new request. */
  record LockQueueJoined(String key, Waiter waiter) implements LockEvent {
    @Override
    public String type() {
      return "lock.waiting";
    }

    @Override
    public String entityId() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.lockQueueJoined(this);
    }
  }

  /** A session waits no more. */
  record LockQueueLeft(String key, String sessionId) implements LockEvent {
    @Override
    public String type() {
      return "lock.wait_ended";
    }

    @Override
    public String entityId() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.lockQueueLeft(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R lockAcquired(LockAcquired event);

    R lockRenewed(LockRenewed event);

    R lockReleased(LockReleased event);

    R lockExpired(LockExpired event);

    R lockOrphaned(LockOrphaned event);

    R lockQueueJoined(LockQueueJoined event);

    R lockQueueLeft(LockQueueLeft event);
  }
}
