package io.gaia.bench.coordination.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do the same thing at once, and fail together. */
final class Crew {
  private Crew() {}

  /** What each thread of a crew does. */
  interface Job<T> {
    T run(int thread) throws Exception;
  }

  /**
   * Returns what each thread returned.
   *
   * @throws Exception the first failure; the others are interrupted
   */
  static <T> List<T> work(int threads, Job<T> job) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        running.add(executor.submit(() -> job.run(thread)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } finally {
      executor.shutdownNow();
    }
  }
}
