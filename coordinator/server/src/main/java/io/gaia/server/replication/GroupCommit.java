package io.gaia.server.replication;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * When the commands that wait become an entry. While one is on its way, they linger. When it is
 * answered, they wait a moment more for those whom it answers, who often ask again at once: so all
 * share an entry instead of standing in two groups that take turns (PostgreSQL's {@code
 * commit_delay}, with the {@code commit_siblings} counted). Who is alone waits for nobody. Guarded
 * by the lock of its user.
 */
final class GroupCommit {
  /** A third of what an entry costs three nodes; callers who need longer share the one after. */
  private static final long DELAY_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  private final Linger linger = new Linger();
  private int expected;
  private long delayEndNanos = System.nanoTime();

  /**
   * Waits for more commands, once, if that is worth it; the answer is then to be asked for again.
   *
   * @param inFlight entries on their way
   * @param changed signalled as {@link #isWorthLooking} says
   */
  boolean waitedForMore(CommandQueue queue, int inFlight, Condition changed)
      throws InterruptedException {
    if (queue.isEmpty() || queue.fillsEntry()) {
      return false;
    }
    if (inFlight > 0) {
      boolean lingers = !linger.isOver();
      if (lingers) {
        linger.await(changed);
      }
      return lingers;
    }
    long leftNanos = delayEndNanos - System.nanoTime();
    // who only reads waits for nobody
    boolean othersMayCome = queue.size() > 0 && queue.size() < expected && leftNanos > 0;
    if (othersMayCome) {
      var unused = changed.awaitNanos(leftNanos);
    }
    return othersMayCome;
  }

  /** Whether commands that were just added may end a wait. */
  boolean isWorthLooking(CommandQueue queue) {
    return queue.fillsEntry() || queue.size() >= expected;
  }

  /** What waited is on its way. */
  void proposed() {
    linger.end();
  }

  /**
   * An entry is about to be answered.
   *
   * @param answered commands in it
   */
  void settled(int answered, CommandQueue queue) {
    expected = answered + queue.size();
    delayEndNanos = System.nanoTime() + DELAY_NANOS;
  }
}
