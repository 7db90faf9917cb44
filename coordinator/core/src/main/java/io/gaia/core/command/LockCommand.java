package io.gaia.core.command;

import java.util.OptionalLong;

/** What can be asked about locks. */
public sealed interface LockCommand extends Command {
  @Override
  default <R> R match(Command.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Command.Families<R> families) {
    return families.lock(this);
  }

  <R> R match(Cases<R> cases);

  /**
   * Takes a lock, or renews it for the session that holds it.
   *
   * @param key {@code [A-Za-z0-9._:-]{1,200}}
   * @param incarnation the current one if absent
   * @param waitMs how long to stand in the queue; 0 is not at all
   * @param metadata JSON text
   */
  record AcquireLock(
      String key,
      String sessionId,
      OptionalLong incarnation,
      long ttlMs,
      long waitMs,
      String metadata)
      implements LockCommand {
    @Override
    public String subject() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.acquireLock(this);
    }
  }

  /**
   * Counts the ttl from now.
   *
   * @param ttlMs the one it was taken with if absent
   */
  record RenewLock(String key, String sessionId, long fence, OptionalLong ttlMs)
      implements LockCommand {
    @Override
    public String subject() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.renewLock(this);
    }
  }

  /** Gives the lock up; the next in the queue has it. */
  record ReleaseLock(String key, String sessionId, long fence) implements LockCommand {
    @Override
    public String subject() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.releaseLock(this);
    }
  }

  /** The client of a waiting session has gone. */
  record LeaveLockQueue(String key, String sessionId) implements LockCommand {
    @Override
    public String subject() {
      return key;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.leaveLockQueue(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R acquireLock(AcquireLock command);

    R renewLock(RenewLock command);

    R releaseLock(ReleaseLock command);

    R leaveLockQueue(LeaveLockQueue command);
  }
}
