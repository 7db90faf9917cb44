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

  private CoreMeasurement() {}

  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    CoreRequest request = json.readValue(System.in, CoreRequest.class);
    System.out.println(json.writeValueAsString(measure(request)));
  }

  private static CoreResult measure(CoreRequest request) {
    List<WaitingTasks> states = new ArrayList<>();
    double heapBytesPerTask = 0;
    for (int waiting : request.waiting()) {
      long before = usedHeap();
      long began = System.nanoTime();
      states.add(new WaitingTasks(waiting));
      long filled = System.nanoTime();
      heapBytesPerTask = (usedHeap() - before) / (double) waiting;
      say("%,d tasks wait after %.1f s".formatted(waiting, seconds(filled - began)));
    }
    List<CoreResult.Size> sizes =
        states.stream()
            .map(
                state -> new CoreResult.Size(state.waiting(), new ArrayList<>(), new ArrayList<>()))
            .toList();
    states.forEach(state -> turn(state, request.turnSeconds()));
    for (int turn = 0; turn < request.turns(); turn++) {
      for (int i = 0; i < states.size(); i++) {
        Turn measured = turn(states.get(i), request.turnSeconds());
        sizes.get(i).claimNanos().add(measured.claimNanos());
        sizes.get(i).enqueueNanos().add(measured.enqueueNanos());
      }
      say("turn %d of %d".formatted(turn + 1, request.turns()));
    }
    double restoreMillis = restore(states.get(states.size() - 1).coordination().snapshot());
    return new CoreResult(sizes, heapBytesPerTask, restoreMillis);
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
