package io.gaia.server.replication;

import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.MoveTime;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * State time while this node leads: it stands still until clients can reach the node, and follows a
 * wall clock that goes ahead, in steps. Thread safe.
 */
final class Timekeeping {
  private static final long STEP_EVERY_MS = 30_000;

  /** A tenth of the time that passes. */
  private static final long STEP_MAX_MS = STEP_EVERY_MS / 10;

  private static final long STEP_MIN_MS = 1_000;

  private final Supplier<View> state;
  private final InstantSource wallClock;
  private final Consumer<MoveTime> propose;
  private final ReachableTime time = new ReachableTime(System::nanoTime);
  private volatile Optional<LeaderClock> leaderClock = Optional.empty();

  /**
   * @param propose puts it into the log, if this node leads
   */
  Timekeeping(Supplier<View> state, InstantSource wallClock, Consumer<MoveTime> propose) {
    this.state = state;
    this.wallClock = wallClock;
    this.propose = propose;
  }

  /** For a term of this node. */
  LeaderClock newClock() {
    LeaderClock clock =
        new LeaderClock(state.get().ledMs(), () -> state.get().movedMs(), time, wallClock);
    leaderClock = Optional.of(clock);
    return clock;
  }

  /** Clients cannot reach this node yet. */
  void hold() {
    time.hold();
  }

  /** Clients can reach it from now on. State time makes up for what it was held. */
  void release() {
    time.release();
    follow(1, MoveTime.MAX_MS);
  }

  void start(ScheduledExecutorService timer) {
    timer.scheduleWithFixedDelay(
        () -> follow(STEP_MIN_MS, STEP_MAX_MS),
        STEP_EVERY_MS,
        STEP_EVERY_MS,
        TimeUnit.MILLISECONDS);
  }

  private void follow(long atLeastMs, long atMostMs) {
    long behindMs = leaderClock.map(LeaderClock::behindMillis).orElse(0L);
    if (behindMs >= atLeastMs) {
      propose.accept(new MoveTime(Math.min(behindMs, atMostMs)));
    }
  }
}
