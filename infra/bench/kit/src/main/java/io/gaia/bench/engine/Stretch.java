package io.gaia.bench.engine;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The measured stretch of a run: looks every few milliseconds how many events are taken, so that
 * counting costs who is measured an addition.
 */
public final class Stretch {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final EngineRequest request;
  private final LongAdder taken;

  /**
   * @param taken counts on while the engine takes events
   */
  public Stretch(EngineRequest request, LongAdder taken) {
    this.request = request;
    this.taken = taken;
  }

  private record Moment(long events, long nanos, long cpuNanos) {}

  /** Returns when the last event of the stretch is taken, or its time is over. */
  public EngineResult measure() {
    await(1);
    long warm = System.nanoTime() + (long) (request.warmUpSeconds() * NANOS_PER_SECOND);
    await(request.fromEvent());
    while (taken.sum() < request.latestFromEvent() && System.nanoTime() - warm < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    Moment from = now();
    long deadline = from.nanos() + (long) (request.mostSeconds() * NANOS_PER_SECOND);
    while (taken.sum() < request.toEvent() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    Moment to = now();
    double events = to.events() - from.events();
    return new EngineResult(
        events * NANOS_PER_SECOND / (to.nanos() - from.nanos()),
        (to.cpuNanos() - from.cpuNanos()) / NANOS_PER_MICRO / events,
        to.events(),
        0);
  }

  private void await(long events) {
    while (taken.sum() < events) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private Moment now() {
    long cpuNanos =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getProcessCpuTime()
            : 0;
    return new Moment(taken.sum(), System.nanoTime(), cpuNanos);
  }
}
