package io.gaia.core;

import java.util.List;

/**
 * The answer to a command. It refers to entities by id; the caller reads them from the view of the
 * same index.
 */
public sealed interface Reply {
  <R> R match(Cases<R> cases);

  /** The command changed nothing, for this reason. */
  record Refused(Refusal refusal) implements Reply {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.refused(this);
    }
  }

  /**
   * A session is registered.
   *
   * @param created false when the name came back as a new incarnation
   */
  record Registered(String sessionId, long incarnation, long leaseExpiresAtMs, boolean created)
      implements Reply {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.registered(this);
    }
  }

  /**
   * A heartbeat's answer.
   *
   * @param claims all that the session holds, also those whose claim reply was lost
   */
  record Renewed(
      long leaseExpiresAtMs, long leaseMs, List<String> cancelRequested, List<Claimed.One> claims)
      implements Reply {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.renewed(this);
    }
  }

  /**
   * A task is there.
   *
   * @param created false when the idempotency key had made this task before
   */
  record Enqueued(String taskId, boolean created) implements Reply {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.enqueued(this);
    }
  }

  /** The tasks the session got, best first; none when there is no work for it. */
  record Claimed(List<One> tasks) implements Reply {
    /**
     * One claim.
     *
     * @param attempt counts from 1
     */
    public record One(String taskId, long fence, long claimExpiresAtMs, int attempt) {}

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.claimed(this);
    }
  }

  /**
   * The session has the lock.
   *
   * @param expiresAtMs not before that, unless the owner gives it up
   * @param renewed the session had the lock already: same fence
   */
  record Locked(String key, long fence, long acquiredAtMs, long expiresAtMs, boolean renewed)
      implements Reply {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.locked(this);
    }
  }

  /** In the lock's queue: the request id is settled by a later {@link ApplyResult}. */
  record Waiting(String key) implements Reply {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.waiting(this);
    }
  }

  /**
   * It is as the command wanted it.
   *
   * @param id of the entity that the command is about
   * @param changed false when it already was so
   */
  record Changed(String id, boolean changed) implements Reply {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.changed(this);
    }
  }

  /** One case for each kind of answer. */
  interface Cases<R> {
    R refused(Refused reply);

    R registered(Registered reply);

    R renewed(Renewed reply);

    R enqueued(Enqueued reply);

    R claimed(Claimed reply);

    R locked(Locked reply);

    R waiting(Waiting reply);

    R changed(Changed reply);
  }
}
