package io.gaia.server.projection;

import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** How far the tables are, and how far behind, for gauges and health. Thread safe. */
final class ProjectionProgress {
  /** Rounds come more often; a round that takes longer, or none, is worth a word. */
  private static final double LONG_BEHIND_SECONDS = 30;

  private final BooleanSupplier leading;
  private final InstantSource time;
  private final AtomicLong changedNanos = new AtomicLong();
  private volatile long inRoundNanos;
  private volatile long index;
  private volatile boolean current;
  private volatile DependencyState state;

  ProjectionProgress(BooleanSupplier leading, InstantSource time) {
    this.leading = leading;
    this.time = time;
    state = new DependencyState(Condition.CONNECTING, "nothing is written yet", time.instant());
  }

  /** Something is not in the tables from now on. */
  void changed() {
    changedNanos.compareAndSet(0, now());
  }

  /** A round takes what has changed so far. */
  void began() {
    long since = changedNanos.getAndSet(0);
    if (inRoundNanos == 0) {
      inRoundNanos = since;
    }
  }

  void ended(Position position) {
    inRoundNanos = 0;
    index = position.index();
    current = true;
    become(Condition.UP, "the tables follow the state");
  }

  /** True when that is news. */
  boolean failed(String reason) {
    current = false;
    return become(Condition.DOWN, "the tables fall behind: " + reason);
  }

  void following() {
    inRoundNanos = 0;
    changedNanos.set(0);
    current = false;
    become(Condition.UP, "this node does not lead; the one that does writes the tables");
  }

  private boolean become(Condition condition, String detail) {
    DependencyState before = state;
    if (before.condition() == condition && before.detail().equals(detail)) {
      return false;
    }
    state =
        new DependencyState(
            condition, detail, before.condition() == condition ? before.since() : time.instant());
    return true;
  }

  /** Of the state that the tables equal; 0 before the first round. */
  long index() {
    return index;
  }

  boolean isCurrent() {
    return current && leading.getAsBoolean();
  }

  /** How long the oldest change waits that is not in the tables. */
  double lagSeconds() {
    long round = inRoundNanos;
    long since = round == 0 ? changedNanos.get() : round;
    return since == 0 || !leading.getAsBoolean()
        ? 0
        : (double) (now() - since) / TimeUnit.SECONDS.toNanos(1);
  }

  DependencyState state() {
    DependencyState now = state;
    double lag = lagSeconds();
    return now.condition() == Condition.DOWN || lag < LONG_BEHIND_SECONDS
        ? now
        : new DependencyState(
            Condition.DOWN,
            "the tables are %.0f s behind".formatted(lag),
            time.instant().minusMillis(Math.round(lag * 1000)));
  }

  /** Never 0, which stands for nothing. */
  private static long now() {
    return System.nanoTime() | 1;
  }
}
