package io.gaia.client.worker;

import io.gaia.client.coordination.Claim;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.coordination.LiveSession;
import io.gaia.client.coordination.Session;
import io.gaia.client.coordination.SessionEndedException;
import io.gaia.client.coordination.SessionListener;
import io.gaia.client.coordination.Task;
import io.gaia.client.http.RefusedException;
import io.gaia.client.http.UnreachableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A session that claims tasks and runs a command for each, until it is asked to stop or has nothing
 * to do. {@link #run} is called once; the other methods by any thread.
 */
public final class Worker {

  private static final Duration LONGEST_CLAIM_WAIT = Duration.ofSeconds(20);

  private final CoordinationClient client;
  private final WorkerPlan plan;
  private final WorkerLog log;

  // guarded by this
  private final Map<Claim, TaskRun> runs = new LinkedHashMap<>();
  private Optional<Thread> claimer = Optional.empty();
  private boolean draining;
  private boolean abandoned;
  private boolean sessionOver;
  private boolean allCompleted = true;

  public Worker(CoordinationClient client, WorkerPlan plan, WorkerLog log) {
    this.client = client;
    this.plan = plan;
    this.log = log;
  }

  /**
   * Works.
   *
   * @return whether the session lived to the end and, with {@code once}, its task was completed
   * @throws RefusedException if the session may not register or claim
   * @throws UnreachableException if nobody answers at the start
   */
  public boolean run() throws InterruptedException {
    try (LiveSession session = client.join(plan.session(), new Listener())) {
      log.worker("registered", "session " + session.id());
      claimUntilDrained(session);
      end(session);
    }
    synchronized (this) {
      log.worker("ended", sessionOver ? "the session is over" : "");
      return !sessionOver && (allCompleted || !plan.once());
    }
  }

  /** No new tasks; {@link #run} returns when those that run have ended or their time is over. */
  public synchronized void drain() {
    draining = true;
    notifyAll();
    claimer.ifPresent(Thread::interrupt);
  }

  /** {@link #run} returns as soon as the commands are killed; their tasks go back. */
  public synchronized void stopNow() {
    abandoned = true;
    drain();
    runs.values().forEach(TaskRun::abandon);
  }

  private void claimUntilDrained(LiveSession session) {
    synchronized (this) {
      claimer = Optional.of(Thread.currentThread());
    }
    try {
      claimWhileThereIsReason(session);
    } catch (InterruptedException e) {
      log.worker("draining", "no new tasks");
    } finally {
      synchronized (this) {
        claimer = Optional.empty();
        // asked for by drain(), and done
        Thread.interrupted();
      }
    }
  }

  private void claimWhileThereIsReason(LiveSession session) throws InterruptedException {
    long idleSince = System.nanoTime();
    boolean answered = true;
    while (true) {
      int room = awaitRoom();
      Duration wait = LONGEST_CLAIM_WAIT;
      if (plan.idleExit().isPresent()) {
        Duration left =
            plan.idleExit().get().minusNanos(isBusy() ? 0 : System.nanoTime() - idleSince);
        if (left.isNegative() || left.isZero()) {
          log.worker("idle", "nothing to do");
          return;
        }
        wait = left.compareTo(wait) < 0 ? left : wait;
      }
      try {
        List<Task> tasks = session.claim(plan.once() ? 1 : room, wait, plan.lessonId());
        tasks.forEach(task -> start(session, task));
        if (!tasks.isEmpty() && plan.once()) {
          return;
        }
        if (!tasks.isEmpty() || isBusy()) {
          idleSince = System.nanoTime();
        }
        answered = true;
      } catch (UnreachableException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
        if (answered) {
          answered = false;
          log.worker("waiting", e.getMessage());
        }
      } catch (SessionEndedException e) {
        return;
      }
    }
  }

  /** Waits until another command may run; returns how many may. */
  private synchronized int awaitRoom() throws InterruptedException {
    while (!draining && runs.size() >= plan.session().maxConcurrentTasks()) {
      wait();
    }
    if (draining) {
      throw new InterruptedException();
    }
    return plan.session().maxConcurrentTasks() - runs.size();
  }

  private synchronized boolean isBusy() {
    return !runs.isEmpty();
  }

  private synchronized void start(LiveSession session, Task task) {
    TaskRun run = new TaskRun(session, plan, log, task);
    runs.put(run.claim(), run);
    if (!session.holds(run.claim())) {
      // lost between the answer and this line: its listener found nobody to tell
      run.lose();
    }
    Thread thread = new Thread(() -> runToItsEnd(run), "task-" + task.id());
    // the process ends when the worker says so
    thread.setDaemon(true);
    thread.start();
  }

  private void runToItsEnd(TaskRun run) {
    boolean completed = false;
    try {
      completed = run.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        runs.remove(run.claim());
        allCompleted &= completed;
        notifyAll();
      }
    }
  }

  private void end(LiveSession session) throws InterruptedException {
    if (session.isLive() && !isAbandoned()) {
      sayGoodbyeToNewTasks(session);
    }
    if (!awaitRuns(plan.once() ? Optional.empty() : Optional.of(plan.drainTime()))) {
      forEachRun(TaskRun::giveBack);
      if (!awaitRuns(Optional.of(plan.grace().plus(LONGEST_CLAIM_WAIT)))) {
        forEachRun(TaskRun::abandon);
        awaitRuns(Optional.of(plan.grace()));
      }
    }
  }

  /** What was given to it on the way goes back at once. */
  private void sayGoodbyeToNewTasks(LiveSession session) {
    try {
      session.drain();
      for (Task task : session.recover()) {
        session.release(task.claim(), Optional.empty());
      }
    } catch (UnreachableException | RefusedException | SessionEndedException e) {
      log.worker("draining", "not told: " + e.getMessage());
    }
  }

  private synchronized boolean isAbandoned() {
    return abandoned;
  }

  private synchronized void forEachRun(Consumer<TaskRun> word) {
    List.copyOf(runs.values()).forEach(word);
  }

  /**
   * @param time absent: for ever, unless the worker is asked to stop meanwhile
   * @return whether nothing runs any more
   */
  private synchronized boolean awaitRuns(Optional<Duration> time) throws InterruptedException {
    Optional<Long> end = time.map(length -> System.nanoTime() + length.toNanos());
    while (!runs.isEmpty()) {
      if (end.isEmpty() && draining) {
        end = Optional.of(System.nanoTime() + plan.drainTime().toNanos());
      }
      long leftMillis = end.map(at -> (at - System.nanoTime()) / 1_000_000).orElse(1_000L);
      if (leftMillis <= 0) {
        return false;
      }
      wait(leftMillis);
    }
    return true;
  }

  private synchronized void with(Claim claim, Consumer<TaskRun> word) {
    Optional.ofNullable(runs.get(claim)).ifPresent(word);
  }

  /** Called by the session's thread. */
  private final class Listener implements SessionListener {

    @Override
    public void cancelRequested(Claim claim) {
      with(claim, TaskRun::cancel);
    }

    @Override
    public void claimLost(Claim claim, String why) {
      with(claim, TaskRun::lose);
    }

    @Override
    public void sessionLost(String why) {
      log.worker("lost", why);
    }

    @Override
    public void registeredAgain(Session session) {
      log.worker("registered", "again, as incarnation " + session.incarnation());
    }

    @Override
    public void ended(String why) {
      synchronized (Worker.this) {
        sessionOver = true;
      }
      drain();
    }

    @Override
    public void outOfTouch(String why) {
      log.worker("out of touch", why + "; what runs goes on");
    }

    @Override
    public void recovered() {
      log.worker("in touch", "heartbeats are answered again");
    }
  }
}
