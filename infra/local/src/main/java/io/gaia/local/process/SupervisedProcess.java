package io.gaia.local.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one process running: launches it, waits until it serves, and when it dies tells so with the
 * last lines of its log and launches it again after a growing pause.
 *
 * <p>While the file {@code holdFile} exists, a process that has ended stays down: that is how a
 * test, or a person, takes a part away for a while.
 */
public final class SupervisedProcess {

  /** A process that dies this often before it has ever served will not do better. */
  private static final int FIRST_START_TRIES = 3;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration HEALTHY_RUN = Duration.ofSeconds(30);
  private static final Duration SLOW = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int LINES_SHOWN = 12;

  private final ProcessSpec spec;
  private final Path log;
  private final Path holdFile;
  private final PidFile pidFile;
  private final Duration stopPatience;
  private final ProcessListener listener;
  private final Thread keeper;
  private final CompletableFuture<Void> served = new CompletableFuture<>();

  private volatile boolean stopping;
  private volatile boolean ready;
  private volatile Optional<Process> current = Optional.empty();

  /**
   * @param stopPatience how long it may take to end when asked to
   */
  public SupervisedProcess(
      ProcessSpec spec,
      Path log,
      Path holdFile,
      PidFile pidFile,
      Duration stopPatience,
      ProcessListener listener) {
    this.spec = spec;
    this.log = log;
    this.holdFile = holdFile;
    this.pidFile = pidFile;
    this.stopPatience = stopPatience;
    this.listener = listener;
    this.keeper = new Thread(this::keep, "keeper-" + spec.name());
    keeper.setDaemon(true);
  }

  /** Launches it; {@link #awaitServing} tells when it serves. */
  public SupervisedProcess start() {
    keeper.start();
    return this;
  }

  public String name() {
    return spec.name();
  }

  public Path log() {
    return log;
  }

  /** The process that runs now. */
  public Optional<Long> pid() {
    return current.filter(Process::isAlive).map(Process::pid);
  }

  /** True while it serves. */
  public boolean isReady() {
    return ready;
  }

  /** True when it has ended and will not be launched again. */
  public boolean isOver() {
    return !keeper.isAlive();
  }

  /**
   * Returns when it serves for the first time.
   *
   * @throws StackStartException when it keeps dying; the message has the last lines of its log
   */
  public void awaitServing() throws InterruptedException {
    try {
      served.get();
    } catch (ExecutionException e) {
      throw new StackStartException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Asks the process to end, makes it end after a while, and launches it no more. */
  public void stop() {
    stopping = true;
    current.ifPresent(process -> end(process, stopPatience));
    keeper.interrupt();
    try {
      keeper.join(stopPatience.plusSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    Duration pause = SHORTEST_PAUSE;
    int starts = 0;
    try {
      while (!stopping) {
        awaitNotHeld();
        long launched = System.nanoTime();
        long logOffset = LogTail.length(log);
        Process process = launch();
        starts++;
        String reason = run(process, starts, launched);
        if (stopping) {
          return;
        }
        if (spec.restart() == ProcessSpec.Restart.UNLESS_DONE && process.exitValue() == 0) {
          served.complete(null);
          return;
        }
        List<String> lastLines = LogTail.lastLines(log, logOffset, LINES_SHOWN);
        listener.died(spec.name(), reason, lastLines);
        if (!served.isDone() && starts >= FIRST_START_TRIES) {
          served.completeExceptionally(new StackStartException(report(reason, lastLines)));
          return;
        }
        if (awaitNotHeld()) {
          // held down on purpose and let go: not one that keeps dying
          pause = SHORTEST_PAUSE;
          continue;
        }
        boolean ranWell = System.nanoTime() - launched > HEALTHY_RUN.toNanos();
        pause = ranWell ? SHORTEST_PAUSE : pause;
        Thread.sleep(pause.toMillis());
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      served.completeExceptionally(
          new StackStartException(spec.name() + " cannot be launched: " + e.getMessage(), e));
    } finally {
      served.completeExceptionally(new StackStartException(spec.name() + " was stopped"));
    }
  }

  private String report(String reason, List<String> lastLines) {
    return "%s died (%s). The end of %s:%n%s"
        .formatted(spec.name(), reason, log, String.join(System.lineSeparator(), lastLines));
  }

  /** Returns whether it was held at all. */
  private boolean awaitNotHeld() throws InterruptedException {
    boolean wasHeld = false;
    while (Files.exists(holdFile)) {
      wasHeld = true;
      Thread.sleep(POLL.toMillis());
    }
    return wasHeld;
  }

  private Process launch() throws IOException {
    Files.createDirectories(spec.directory());
    // a session of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops the
    // parts in their order
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(spec.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(spec.directory().toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(spec.environment());
    Process process = builder.start();
    current = Optional.of(process);
    pidFile.put(spec.name(), process.pid());
    return process;
  }

  /** Returns why it ended. */
  private String run(Process process, int start, long launched) throws InterruptedException {
    try {
      boolean serves = awaitReady(process, launched);
      if (serves) {
        ready = true;
        served.complete(null);
        listener.ready(spec.name(), start, Duration.ofNanos(System.nanoTime() - launched));
      } else if (process.isAlive()) {
        end(process, Duration.ZERO);
        return "it did not serve within " + spec.startTimeout().toSeconds() + " s";
      }
      int exit = process.waitFor();
      return exit > 128 ? "killed by signal " + (exit - 128) : "exit code " + exit;
    } finally {
      ready = false;
      if (stopping) {
        end(process, stopPatience);
      }
      pidFile.remove(spec.name());
      listener.pidsChanged();
    }
  }

  private boolean awaitReady(Process process, long launched) throws InterruptedException {
    Duration tellAt = SLOW;
    while (process.isAlive() && System.nanoTime() - launched < spec.startTimeout().toNanos()) {
      if (isReadyNow()) {
        return true;
      }
      Duration since = Duration.ofNanos(System.nanoTime() - launched);
      if (since.compareTo(tellAt) > 0) {
        listener.slow(spec.name(), since);
        tellAt = tellAt.plus(SLOW);
      }
      process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
    return false;
  }

  private boolean isReadyNow() throws InterruptedException {
    try {
      return spec.readiness().isReady();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return false;
    }
  }

  private void end(Process process, Duration patience) {
    try {
      if (process.isAlive() && !patience.isZero()) {
        Signals.send(spec.stop().name(), process.pid());
        process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
      if (process.isAlive()) {
        Signals.sendToGroup("KILL", process.pid());
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
