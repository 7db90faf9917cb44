package io.gaia.client.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.coordination.Claim;
import io.gaia.client.coordination.LiveSession;
import io.gaia.client.coordination.ProgressReport;
import io.gaia.client.coordination.Task;
import io.gaia.client.http.RefusedException;
import io.gaia.client.http.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One claimed task, from its command's start to its outcome at the coordinator. */
final class TaskRun {

  /** Fenced off: somebody else may run the task already. */
  private static final Duration GRACE_WHEN_LOST = Duration.ofSeconds(1);

  private static final Duration BETWEEN_REPORTS = Duration.ofMillis(200);
  private static final int KEPT_ERROR_BYTES = 8 * 1024;

  /** Why a command is stopped; a later word counts only if it is stronger. */
  private enum Stop {
    NONE,
    CANCELLED,
    GIVEN_BACK,
    LOST
  }

  private final LiveSession session;
  private final WorkerPlan plan;
  private final WorkerLog log;
  private final Task task;
  private final Claim claim;
  private final OutputTail output = new OutputTail(Verdict.KEPT_OUTPUT_BYTES);
  private final OutputTail errors = new OutputTail(KEPT_ERROR_BYTES);
  private final AtomicReference<Optional<JsonNode>> said = new AtomicReference<>(Optional.empty());

  // guarded by this
  private Stop stop = Stop.NONE;
  private boolean exited;
  private boolean abandoned;
  private Optional<CommandProcess> running = Optional.empty();

  TaskRun(LiveSession session, WorkerPlan plan, WorkerLog log, Task task) {
    this.session = session;
    this.plan = plan;
    this.log = log;
    this.task = task;
    this.claim = task.claim();
  }

  Claim claim() {
    return claim;
  }

  /** Somebody wants the task stopped: the command is asked to end. */
  void cancel() {
    stop(Stop.CANCELLED);
  }

  /** The claim is over: the command is killed, and nothing is reported. */
  void lose() {
    stop(Stop.LOST);
  }

  /** The worker ends: the command is asked to end, and the task given back. */
  void giveBack() {
    stop(Stop.GIVEN_BACK);
  }

  /** At once, and nothing is reported. */
  synchronized void abandon() {
    abandoned = true;
    stop(Stop.LOST);
    running.ifPresent(CommandProcess::kill);
  }

  private synchronized void stop(Stop why) {
    if (why.compareTo(stop) > 0) {
      stop = why;
      notifyAll();
    }
  }

  private synchronized Stop stop() {
    return stop;
  }

  /**
   * Runs the command in the calling thread.
   *
   * @return whether the task is completed
   */
  boolean run() throws InterruptedException {
    if (!begin()) {
      return false;
    }
    Verdict verdict;
    try {
      verdict = runCommand();
    } catch (IOException e) {
      verdict = new Verdict.Failed("the command did not start: " + e.getMessage(), true);
    }
    if (stop() == Stop.LOST) {
      log.task(task, "lost", "its command was killed, nothing is reported");
      return false;
    }
    return report(verdict);
  }

  /** False when the claim is over before its command has started. */
  private boolean begin() {
    try {
      session.begin(claim);
      log.task(task, "started", "attempt " + task.attempt());
    } catch (UnreachableException e) {
      log.task(task, "started", "attempt " + task.attempt() + "; not told: " + e.getMessage());
    } catch (RefusedException e) {
      log.task(task, "lost", e.getMessage());
      return false;
    }
    return true;
  }

  private Verdict runCommand() throws IOException, InterruptedException {
    Map<String, String> variables = TaskEnvironment.variables(task);
    CommandProcess command =
        CommandProcess.start(
            plan.command(), variables, TaskEnvironment.input(task), this::heard, this::complained);
    synchronized (this) {
      running = Optional.of(command);
    }
    command.whenExited(this::exited);
    try {
      awaitExitOrStop(command);
      return verdict(command.exitCode());
    } catch (InterruptedException e) {
      command.kill();
      throw e;
    } finally {
      synchronized (this) {
        running = Optional.empty();
      }
    }
  }

  private synchronized void exited() {
    exited = true;
    notifyAll();
  }

  private void awaitExitOrStop(CommandProcess command) throws InterruptedException {
    Stop why;
    synchronized (this) {
      while (!exited && stop == Stop.NONE) {
        wait();
      }
      if (exited) {
        return;
      }
      why = stop;
    }
    log.task(task, "stopping", why == Stop.CANCELLED ? "somebody cancelled it" : "");
    command.stop(why == Stop.LOST ? least(plan.grace(), GRACE_WHEN_LOST) : plan.grace());
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** A command that ends well although it was asked to stop has done its work. */
  private Verdict verdict(int exitCode) {
    Verdict verdict = Verdict.of(exitCode, said.get(), output, errors);
    if (verdict instanceof Verdict.Completed) {
      return verdict;
    }
    return switch (stop()) {
      case CANCELLED -> new Verdict.Failed("cancelled", false);
      case GIVEN_BACK -> new Verdict.Released();
      case NONE, LOST -> verdict;
    };
  }

  private void heard(String line) {
    Saying saying = Saying.of(line);
    if (saying instanceof Saying.Output text) {
      output.add(text.line());
    } else if (saying instanceof Saying.Result result) {
      said.set(Optional.of(result.result()));
    } else if (saying instanceof Saying.Checkpoint checkpoint) {
      session.checkpoint(claim, checkpoint.state());
    } else if (saying instanceof Saying.Progress progress) {
      session.report(
          new ProgressReport(
              claim.taskId(),
              claim.fence(),
              Optional.of(progress.percent()),
              progress.note(),
              Optional.empty()));
    }
  }

  private void complained(String line) {
    errors.add(line);
    log.commandError(task, line);
  }

  /** Until the coordinator has taken it, or the claim is over: no outcome is thrown away. */
  private boolean report(Verdict verdict) throws InterruptedException {
    // the same words in every try: they are one request
    Optional<Instant> runAt =
        stop() == Stop.GIVEN_BACK
            ? Optional.empty()
            : Optional.of(Instant.now().plus(plan.releaseDelay()));
    boolean told = false;
    while (true) {
      try {
        return send(verdict, runAt);
      } catch (RefusedException e) {
        log.task(task, "refused", e.getMessage());
        return false;
      } catch (UnreachableException e) {
        if (!told) {
          told = true;
          log.task(task, "waiting", "its outcome is reported later: " + e.getMessage());
        }
      }
      if (!mayReport()) {
        log.task(task, "lost", "its outcome could not be reported");
        return false;
      }
      pause();
    }
  }

  private synchronized boolean mayReport() {
    return !abandoned && stop != Stop.LOST;
  }

  private synchronized void pause() throws InterruptedException {
    long end = System.nanoTime() + BETWEEN_REPORTS.toNanos();
    while (mayReport() && end - System.nanoTime() > 0) {
      wait(BETWEEN_REPORTS.toMillis());
    }
  }

  private boolean send(Verdict verdict, Optional<Instant> runAt) {
    if (verdict instanceof Verdict.Completed completed) {
      session.complete(claim, Optional.of(completed.result()));
      log.task(task, "completed", "");
      return true;
    }
    if (verdict instanceof Verdict.Failed failed) {
      Task after = session.fail(claim, failed.reason(), failed.retryable());
      log.task(
          task, "failed", failed.firstLine() + "; it is " + after.status().wireName() + " now");
    } else {
      session.release(claim, runAt);
      log.task(task, "given back", "");
    }
    return false;
  }
}
