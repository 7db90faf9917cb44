package io.gaia.bench.coordination.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.bench.coordination.subject.PullQueue;
import io.gaia.bench.coordination.subject.PushQueue;
import io.gaia.bench.coordination.subject.Subjects;
import io.gaia.bench.load.CpuMeter;
import io.gaia.bench.load.Window;
import java.util.List;
import java.util.Map;

/** The process: reads a {@link LoadRequest} from its input, prints a {@link LoadResult}. */
public final class LoadGenerator {
  private LoadGenerator() {}

  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    LoadRequest request = json.readValue(System.in, LoadRequest.class);
    LoadResult result = run(request);
    System.out.println(json.writeValueAsString(result));
    // peers leave threads behind
    System.exit(0);
  }

  private static LoadResult run(LoadRequest request) throws Exception {
    if (request.workload() == WorkloadKind.FILL) {
      try (PullQueue queue = Subjects.pullQueue(request.target(), request.clients(), 1)) {
        Fill.bring(queue, request.waiting(), request.clients());
        return new LoadResult(0, 0, Map.of(), 0, 0);
      }
    }
    try (Workload workload = workload(request)) {
      workload.prepare();
      return measure(workload, request);
    }
  }

  private static Workload workload(LoadRequest request) throws Exception {
    return switch (request.workload()) {
      case SESSIONS -> new SessionsAtWork(Subjects.sessions(request.target()), request);
      case LOCKS -> new LockCycles(Subjects.locks(request.target(), request.clients()), request);
      case WRITES -> new SmallWrites(Subjects.writes(request.target(), request.clients()), request);
      case TASKS, FILL -> tasks(request);
    };
  }

  private static Workload tasks(LoadRequest request) throws Exception {
    if (request.target().subject().isPushed()) {
      PushQueue queue = Subjects.pushQueue(request.target());
      return new PushTasks(queue, request);
    }
    return new PullTasks(
        Subjects.pullQueue(request.target(), request.clients(), request.batch()), request);
  }

  private record Share(long done, Latencies latencies) {}

  private static LoadResult measure(Workload workload, LoadRequest request) throws Exception {
    Window window = Window.after(System.nanoTime(), request.warmUpSeconds(), request.seconds());
    CpuMeter cpu = new CpuMeter(request.target().serverPids(), window);
    cpu.start();
    List<Share> shares =
        Crew.work(
            workload.threads(),
            thread -> {
              Latencies latencies = new Latencies();
              long done = workload.run(thread, window, latencies);
              return new Share(done, latencies);
            });
    Latencies all = new Latencies();
    shares.forEach(share -> all.add(share.latencies()));
    long done = shares.stream().mapToLong(Share::done).sum();
    cpu.join();
    return new LoadResult(
        done / window.seconds(),
        all.countRefused(),
        all.summary(),
        cpu.generatorCores(),
        cpu.serverCores());
  }
}
