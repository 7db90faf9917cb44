package io.gaia.bench.coordination.core;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.core.Coordination;
import io.gaia.core.StateImage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process: reads a {@link CoreRequest} from its input, prints a {@link CoreResult}. */
public final class CoreMeasurement {
  private static final int COLLECTIONS = 3;
  private static final int WARM_UP_TASKS = 1_000;

  private CoreMeasurement() {}

  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    CoreRequest request = json.readValue(System.in, CoreRequest.class);
    System.out.println(json.writeValueAsString(measure(request)));
  }

  private static CoreResult measure(CoreRequest request) {
    turn(new WaitingTasks(Math.min(request.waiting(), WARM_UP_TASKS)), request.warmUpSeconds());
    long before = usedHeap();
    long began = System.nanoTime();
    WaitingTasks state = new WaitingTasks(request.waiting());
    long filled = System.nanoTime();
    double heapBytesPerTask = (usedHeap() - before) / (double) request.waiting();
    say("%,d tasks wait after %.1f s".formatted(request.waiting(), seconds(filled - began)));
    turn(state, request.turnSeconds());
    List<Double> claimNanos = new ArrayList<>();
    List<Double> enqueueNanos = new ArrayList<>();
    for (int i = 0; i < request.turns(); i++) {
      Turn measured = turn(state, request.turnSeconds());
      claimNanos.add(measured.claimNanos());
      enqueueNanos.add(measured.enqueueNanos());
      say("turn %d of %d".formatted(i + 1, request.turns()));
    }
    return new CoreResult(
        request.waiting(),
        state.held(),
        claimNanos,
        enqueueNanos,
        heapBytesPerTask,
        restore(state.coordination().snapshot()));
  }

  private record Turn(double claimNanos, double enqueueNanos) {}

  private static Turn turn(WaitingTasks state, double turnSeconds) {
    long claimNanos = 0;
    long enqueueNanos = 0;
    long tasks = 0;
    double limit = turnSeconds * TimeUnit.SECONDS.toNanos(1);
    while (claimNanos + enqueueNanos < limit) {
      WaitingTasks.Cost cost = state.round();
      claimNanos += cost.claimNanos();
      enqueueNanos += cost.enqueueNanos();
      tasks += cost.tasks();
    }
    return new Turn((double) claimNanos / tasks, (double) enqueueNanos / tasks);
  }

  private static double restore(StateImage image) {
    long began = System.nanoTime();
    Coordination restored = Coordination.restore(image);
    double millis = seconds(System.nanoTime() - began) * 1000;
    say("restored to index " + restored.snapshot().counters().index());
    return millis;
  }

  private static long usedHeap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static void say(String line) {
    System.err.println("  core: " + line);
  }
}
