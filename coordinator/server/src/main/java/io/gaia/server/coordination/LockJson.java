package io.gaia.server.coordination;

import com.fasterxml.jackson.databind.util.RawValue;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Waiter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A held lock as clients see it.
 *
 * @param expiresAt not before that, unless its owner gives it up
 * @param waiting the sessions in its queue, next first; absent in the answer to its owner
 */
record LockJson(
    String key,
    String sessionId,
    long fence,
    Instant acquiredAt,
    Instant expiresAt,
    double ttlSeconds,
    int renewedCount,
    RawValue metadata,
    Optional<List<String>> waiting) {
  static LockJson of(Lock lock, long promisedEndMs) {
    return of(
        lock, promisedEndMs, Optional.of(lock.waiters().stream().map(Waiter::sessionId).toList()));
  }

  /** For its owner: who waits by now is no part of what was granted. */
  static LockJson granted(Lock lock, long promisedEndMs) {
    return of(lock, promisedEndMs, Optional.empty());
  }

  private static LockJson of(Lock lock, long promisedEndMs, Optional<List<String>> waiting) {
    return new LockJson(
        lock.key(),
        lock.ownerId(),
        lock.fence(),
        Fields.time(lock.acquiredAtMs()),
        Fields.time(promisedEndMs),
        lock.ttlMs() / 1000.0,
        lock.renewedCount(),
        Fields.json(lock.metadata()),
        waiting);
  }
}
