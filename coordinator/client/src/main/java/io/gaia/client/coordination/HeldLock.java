package io.gaia.client.coordination;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A lock that this process holds and its session renews. Whatever is written under it carries the
 * fence along, so that a holder who was slow cannot overwrite the next one. Thread-safe.
 */
public final class HeldLock implements AutoCloseable {

  private final LiveSession session;
  private final String key;
  private final long fence;
  private final Runnable whenLost;
  private final LongSupplier nanos;
  // guarded by this
  private Renewal renewal;
  private boolean over;

  HeldLock(
      LiveSession session,
      Lock lock,
      Duration ttl,
      long sentNanos,
      Runnable whenLost,
      LongSupplier nanos) {
    this.session = session;
    this.key = lock.key();
    this.fence = lock.fence();
    this.whenLost = whenLost;
    this.nanos = nanos;
    this.renewal = Renewal.granted(sentNanos, ttl);
  }

  public String key() {
    return key;
  }

  public long fence() {
    return fence;
  }

  /**
   * Whether nobody else can hold it now. True is a promise of the coordinator; false may only mean
   * that it was not renewed in time.
   */
  public synchronized boolean isHeld() {
    return !over && !renewal.mayBeOver(nanos.getAsLong());
  }

  /** Gives it back. A lock that was lost needs no giving back. */
  @Override
  public void close() {
    session.release(this);
  }

  synchronized boolean isDue(long nowNanos) {
    return !over && renewal.isDue(nowNanos);
  }

  synchronized void renewed(long sentNanos) {
    renewal = Renewal.granted(sentNanos, Duration.ofNanos(renewal.lengthNanos()));
  }

  synchronized void notRenewed(long nowNanos, double chance) {
    renewal = renewal.failed(nowNanos, chance);
  }

  synchronized boolean mayBeOver(long nowNanos) {
    return renewal.mayBeOver(nowNanos);
  }

  /** False if it was over before. */
  synchronized boolean end() {
    boolean ends = !over;
    over = true;
    return ends;
  }

  void lose() {
    if (end()) {
      whenLost.run();
    }
  }
}
