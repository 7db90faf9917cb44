package io.gaia.bench.process;

import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.LogTail;
import io.gaia.local.process.PidFile;
import io.gaia.local.process.Ports;
import io.gaia.local.process.ProcessListener;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** The servers of one run. A server that dies is not measured any further: the run fails. */
public final class Servers implements AutoCloseable {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  private final StateDirectory state;
  private final Progress progress;
  private final Ports ports;
  private final PidFile pidFile;
  private final List<SupervisedProcess> running = new ArrayList<>();
  private final AtomicReference<String> death = new AtomicReference<>("");

  public Servers(StateDirectory state, Progress progress) {
    this.state = state;
    this.progress = progress;
    this.ports = new Ports(false, progress, new Random());
    this.pidFile = new PidFile(state.pids());
  }

  public StateDirectory state() {
    return state;
  }

  public Progress progress() {
    return progress;
  }

  public int freePort(String what) {
    return ports.any(what);
  }

  /**
   * Starts a process and returns when it serves.
   *
   * @throws StackStartException when it does not; with the end of its log
   */
  public SupervisedProcess start(ProcessSpec spec) throws IOException, InterruptedException {
    Path log = state.log(spec.name());
    LogTail.startNew(log);
    SupervisedProcess process =
        new SupervisedProcess(
            spec, log, state.hold(spec.name()), pidFile, STOP_PATIENCE, new Watcher());
    running.add(process);
    process.start().awaitServing();
    return process;
  }

  /** Of those that run now. */
  public static List<Long> pids(List<SupervisedProcess> processes) {
    return processes.stream().flatMap(process -> process.pid().stream()).toList();
  }

  public void stop(SupervisedProcess process) {
    running.remove(process);
    process.stop();
  }

  /**
   * Fails when what was just measured may have been a server that was dead or new.
   *
   * @throws StackStartException when a server has died since the start
   */
  public void requireAlive() {
    if (!death.get().isEmpty()) {
      throw new StackStartException(death.get());
    }
  }

  /** Stops all that run. */
  @Override
  public void close() {
    List.copyOf(running).forEach(this::stop);
  }

  private final class Watcher implements ProcessListener {
    @Override
    public void ready(String name, int start, Duration took) {
      progress.done("  " + name, "ready", took.toMillis());
    }

    @Override
    public void slow(String name, Duration since) {
      progress.say("  %s is not ready after %d s".formatted(name, since.toSeconds()));
    }

    @Override
    public void died(String name, String reason, List<String> lastLines) {
      death.compareAndSet(
          "",
          "%s died (%s). The end of its log:%n%s"
              .formatted(name, reason, String.join(System.lineSeparator(), lastLines)));
    }

    @Override
    public void pidsChanged() {}
  }
}
