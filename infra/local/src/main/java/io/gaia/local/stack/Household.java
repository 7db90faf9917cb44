package io.gaia.local.stack;

import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.LogTail;
import io.gaia.local.process.PidFile;
import io.gaia.local.process.ProcessListener;
import io.gaia.local.process.ProcessSpec;
import io.gaia.local.process.Progress;
import io.gaia.local.process.Signals;
import io.gaia.local.process.StackStartException;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/** The processes of a stack by name, and what a fault test does to them. */
public final class Household {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  private final StateDirectory state;
  private final Progress progress;
  private final PidFile pidFile;
  private final Runnable onPidsChanged;
  private final Map<String, SupervisedProcess> members = new LinkedHashMap<>();

  private volatile boolean announcing;
  private volatile boolean stopping;

  /**
   * @param onPidsChanged called, once {@link #announceRestarts} was, when a process has gone or
   *     another runs in its place
   */
  Household(StateDirectory state, Progress progress, Runnable onPidsChanged) {
    this.state = state;
    this.progress = progress;
    this.pidFile = new PidFile(state.pids());
    this.onPidsChanged = onPidsChanged;
    pidFile.put("supervisor", ProcessHandle.current().pid());
  }

  SupervisedProcess launch(ProcessSpec spec) {
    Path log = state.log(spec.name());
    try {
      LogTail.startNew(log);
    } catch (IOException e) {
      throw new StackStartException(log + " cannot be written: " + e.getMessage(), e);
    }
    SupervisedProcess process =
        new SupervisedProcess(
            spec, log, state.hold(spec.name()), pidFile, STOP_PATIENCE, new Announcer());
    synchronized (this) {
      if (stopping) {
        throw new StackStartException("the stack is being stopped");
      }
      members.put(spec.name(), process);
      return process.start();
    }
  }

  /** From now on a change of process ids is told. */
  void announceRestarts() {
    announcing = true;
  }

  /** Process ids of what runs now, the supervisor among them. */
  public Map<String, Long> pids() {
    Map<String, Long> pids = new TreeMap<>();
    pids.put("supervisor", ProcessHandle.current().pid());
    members().forEach((name, process) -> process.pid().ifPresent(pid -> pids.put(name, pid)));
    return pids;
  }

  public Optional<Long> pid(String name) {
    return member(name).pid();
  }

  /** True while the process serves. */
  public boolean isReady(String name) {
    return member(name).isReady();
  }

  public Path log(String name) {
    return member(name).log();
  }

  /** {@code kill -9}; the supervisor starts it again. */
  public void kill(String name) throws IOException, InterruptedException {
    signal(name, "KILL");
  }

  /** {@code kill -9}, and it stays down until {@link #resume}. */
  public void hold(String name) throws IOException, InterruptedException {
    Path hold = state.hold(name);
    Files.createDirectories(hold.getParent());
    Files.writeString(hold, "");
    kill(name);
  }

  /** Lets a process come back that {@link #hold} took away. */
  public void resume(String name) throws IOException {
    Files.deleteIfExists(state.hold(name));
  }

  /** {@code SIGSTOP}: it lives and answers nobody until {@link #thaw}. */
  public void freeze(String name) throws IOException, InterruptedException {
    signal(name, "STOP");
  }

  public void thaw(String name) throws IOException, InterruptedException {
    signal(name, "CONT");
  }

  private void signal(String name, String signal) throws IOException, InterruptedException {
    Optional<Long> pid = pid(name);
    if (pid.isPresent()) {
      Signals.send(signal, pid.get());
    }
  }

  private synchronized Map<String, SupervisedProcess> members() {
    return new LinkedHashMap<>(members);
  }

  private SupervisedProcess member(String name) {
    SupervisedProcess process = members().get(name);
    if (process == null) {
      throw new NoSuchElementException("no process " + name + " among " + members().keySet());
    }
    return process;
  }

  /** Stops each group of processes at once, group after group, and those not named last. */
  void stopInOrder(List<List<String>> groups) {
    synchronized (this) {
      stopping = true;
    }
    announcing = false;
    Map<String, SupervisedProcess> left = members();
    for (List<String> group : groups) {
      List<SupervisedProcess> now =
          group.stream().flatMap(name -> Optional.ofNullable(left.remove(name)).stream()).toList();
      stop(now);
    }
    stop(List.copyOf(left.values()));
    pidFile.remove("supervisor");
  }

  private void stop(List<SupervisedProcess> group) {
    group.parallelStream()
        .filter(process -> !process.isOver())
        .forEach(
            process -> {
              long started = System.nanoTime();
              process.stop();
              progress.done(process.name(), "stopped", (System.nanoTime() - started) / 1_000_000);
            });
  }

  private final class Announcer implements ProcessListener {
    @Override
    public void ready(String name, int start, Duration took) {
      progress.done(name, start == 1 ? "ready" : "ready again", took.toMillis());
      pidsChanged();
    }

    @Override
    public void slow(String name, Duration since) {
      progress.say(
          "%s is not ready after %d s, still waiting (log: %s)"
              .formatted(name, since.toSeconds(), state.log(name)));
    }

    @Override
    public void died(String name, String reason, List<String> lastLines) {
      String held = Files.exists(state.hold(name)) ? "; it is held down" : "; it is started again";
      progress.say("%s died (%s)%s. The end of %s:".formatted(name, reason, held, state.log(name)));
      lastLines.forEach(line -> progress.say("    | " + line));
    }

    @Override
    public void pidsChanged() {
      if (announcing) {
        onPidsChanged.run();
      }
    }
  }
}
