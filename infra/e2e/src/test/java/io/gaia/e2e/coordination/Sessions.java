package io.gaia.e2e.coordination;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The sessions of a load while they work; what is awaited fails as soon as one of them does. */
record Sessions(List<Future<Void>> running) {

  /** Until so many more calls were answered. */
  void awaitAnswers(Caller caller, int more) {
    long until = caller.answers() + more;
    await("the load goes on")
        .atMost(10, MINUTES)
        .pollInterval(Duration.ofMillis(5))
        .failFast(this::requireNoneFailed)
        .until(() -> caller.answers() >= until);
  }

  /** Until the day's tasks are done; then the sessions end. */
  void awaitAllDone(StateReader reader, Workday workday, Duration within) throws Exception {
    int[] rounds = workday.rounds();
    await("all tasks are in, and ended")
        .atMost(within)
        .pollInterval(Duration.ofMillis(200))
        .failFast(this::requireNoneFailed)
        .until(
            () ->
                workday.allAreIn()
                    && workday.haveAllMovedOnSince(rounds)
                    && reader.unfinishedTasks() == 0);
    workday.end();
    for (Future<Void> session : running) {
      session.get();
    }
  }

  void requireNoneFailed() {
    for (Future<Void> session : running) {
      if (session.isDone()) {
        try {
          session.get();
        } catch (ExecutionException e) {
          throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
