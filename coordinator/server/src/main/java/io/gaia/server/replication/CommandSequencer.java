package io.gaia.server.replication;

import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.LeaderElected;
import io.gaia.core.command.Command;
import io.gaia.server.replication.UnavailableException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.ratis.protocol.RaftClientReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way into the log. Many callers share few entries and disk syncs ({@link GroupCommit}).
 * Leads only after its own term's {@code LeaderElected} has been applied. Thread safe; futures
 * complete on the applying thread, so continue elsewhere.
 */
public final class CommandSequencer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandSequencer.class);

  private static final long ELECTION_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final CommandQueue.Limits limits;
  private final EntryLog log;
  private final CoordinationReplica replica;
  private final RequestEncoder encoder;
  private final Supplier<LeaderElected> election;
  private final Supplier<LeaderClock> newClock;
  private final Consumer<UnavailableException> onDropped;
  private final Thread thread = new Thread(this::run, "command-sequencer");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition decided = lock.newCondition();
  // guarded by lock
  private final CommandQueue queue;
  private int inFlight;
  private final GroupCommit groupCommit = new GroupCommit();
  private SequencerPhase phase = SequencerPhase.STARTING;
  private String whyClosed = "";
  private LeaderClock clock;

  /**
   * @param heldBack why a command must not go into the log yet
   * @param election the first command of this node's term
   * @param newClock a clock for a new term
   * @param onDropped told when this node stops: what waits here will not be answered
   */
  CommandSequencer(
      CommandQueue.Limits limits,
      EntryLog log,
      CoordinationReplica replica,
      Function<Command, Optional<UnavailableException>> heldBack,
      Supplier<LeaderElected> election,
      Supplier<LeaderClock> newClock,
      Consumer<UnavailableException> onDropped) {
    this.limits = limits;
    queue = new CommandQueue(limits);
    this.log = log;
    this.replica = replica;
    encoder = new RequestEncoder(limits.bytesPerEntry(), heldBack, replica::view);
    this.election = election;
    this.newClock = newClock;
    this.onDropped = onDropped;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Puts a command into the log.
   *
   * @return fails with {@link UnavailableException} when this node does not lead, has too much to
   *     do or stops, or the command is held back
   */
  public CompletableFuture<Applied> submit(Request request) {
    return submit(List.of(request)).get(0);
  }

  /**
   * Puts commands into the log, in this order, if need be in several entries: all of them, or none
   * when there is no room for all.
   *
   * @return as {@link #submit(Request)}, one for each
   */
  public List<CompletableFuture<Applied>> submit(List<Request> requests) {
    List<CompletableFuture<Applied>> answers = new ArrayList<>();
    List<Round.Command> commands = new ArrayList<>();
    for (Request request : requests) {
      CompletableFuture<Applied> answer = new CompletableFuture<>();
      answers.add(answer);
      encoder.encoded(request, answer).ifPresent(commands::add);
    }
    enqueue(commands.stream().map(Round.Command::future).toList(), () -> queue.add(commands));
    return answers;
  }

  /**
   * The state at an index not before now: it has everything that was acknowledged to anyone before
   * this call.
   */
  public CompletableFuture<View> read() {
    CompletableFuture<View> read = new CompletableFuture<>();
    enqueue(List.of(read), () -> queue.add(read));
    return read;
  }

  private void enqueue(List<? extends CompletableFuture<?>> futures, Runnable add) {
    Optional<UnavailableException> refusal = Optional.empty();
    lock.lock();
    try {
      requireServing();
      boolean nothingWaited = queue.isEmpty();
      add.run();
      if (nothingWaited || groupCommit.isWorthLooking(queue)) {
        changed.signal();
      }
    } catch (UnavailableException e) {
      refusal = Optional.of(e);
    } finally {
      lock.unlock();
    }
    refusal.ifPresent(e -> futures.forEach(future -> future.completeExceptionally(e)));
  }

  RequestEncoder encoder() {
    return encoder;
  }

  /** The state as this node has it, which may be behind the leader's. */
  public View stale() {
    return replica.view();
  }

  /** False when another node has to be asked. */
  boolean isForHere() {
    lock.lock();
    try {
      return phase != SequencerPhase.FOLLOWING;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Proposes nothing more and waits until all that was proposed is settled.
   *
   * @return false when this node does not lead, or time ran out; then it goes on as before
   */
  boolean holdForHandover(long timeout, TimeUnit unit) throws InterruptedException {
    long leftNanos = unit.toNanos(timeout);
    lock.lock();
    try {
      if (phase != SequencerPhase.LEADING) {
        return false;
      }
      phase = SequencerPhase.HANDING_OVER;
      while (phase == SequencerPhase.HANDING_OVER && inFlight > 0 && leftNanos > 0) {
        leftNanos = decided.awaitNanos(leftNanos);
      }
      if (phase == SequencerPhase.HANDING_OVER && inFlight > 0) {
        phase = SequencerPhase.LEADING;
        changed.signal();
        return false;
      }
      return phase == SequencerPhase.HANDING_OVER;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody took over: this node leads on, if it still does. */
  void resume() {
    lock.lock();
    try {
      phase = phase == SequencerPhase.HANDING_OVER ? SequencerPhase.LEADING : phase;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** True when commands are served here. */
  public boolean isLeading() {
    lock.lock();
    try {
      return phase == SequencerPhase.LEADING;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until commands are served here or by another node; false when time ran out. */
  boolean awaitLeader(long timeout, TimeUnit unit) throws InterruptedException {
    long leftNanos = unit.toNanos(timeout);
    lock.lock();
    try {
      while (phase.compareTo(SequencerPhase.LEADING) < 0) {
        if (leftNanos <= 0) {
          return false;
        }
        leftNanos = decided.awaitNanos(leftNanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Commands that wait for a log entry. */
  public int queueLength() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  void leaderReady() {
    become(SequencerPhase.ELECTED, Reason.NOT_LEADING, "");
  }

  void notLeader() {
    become(SequencerPhase.FOLLOWING, Reason.NOT_LEADING, "This node does not lead any more");
  }

  /** This node's log or state can go no further. */
  void fail(String why) {
    become(SequencerPhase.CLOSED, Reason.STOPPED, why);
  }

  @Override
  public void close() {
    become(SequencerPhase.CLOSED, Reason.STOPPED, "This node stops");
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void requireServing() {
    if (phase == SequencerPhase.FOLLOWING) {
      throw new UnavailableException(Reason.NOT_LEADING, "This node does not lead");
    }
    if (phase == SequencerPhase.CLOSED) {
      throw new UnavailableException(Reason.STOPPED, whyClosed);
    }
  }

  /** What waits when leadership ends was never proposed; it fails at once. */
  private void become(SequencerPhase next, Reason reason, String whyNotServing) {
    Optional<Round> dropped = Optional.empty();
    lock.lock();
    try {
      if (phase == SequencerPhase.CLOSED) {
        return;
      }
      phase = next;
      whyClosed = whyNotServing;
      if (next == SequencerPhase.FOLLOWING || next == SequencerPhase.CLOSED) {
        dropped = Optional.of(queue.clear());
      }
      changed.signal();
      decided.signalAll();
    } finally {
      lock.unlock();
    }
    UnavailableException why = new UnavailableException(reason, whyNotServing);
    dropped.ifPresent(round -> round.fail(why));
    if (next == SequencerPhase.CLOSED) {
      onDropped.accept(why);
    }
  }

  private void run() {
    try {
      for (Round round = nextRound(); round != null; round = nextRound()) {
        propose(round);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("The sequencer stops", e);
      become(SequencerPhase.CLOSED, Reason.STOPPED, "This node stops");
      throw e;
    }
  }

  /** Waits for something to propose; null when closed. */
  private Round nextRound() throws InterruptedException {
    lock.lock();
    try {
      while (phase != SequencerPhase.CLOSED) {
        if (phase == SequencerPhase.ELECTED) {
          phase = SequencerPhase.ELECTING;
          clock = newClock.get();
          inFlight++;
          return Round.election(agreedFormat(), clock.millis(), Request.of(election.get()));
        }
        if (phase == SequencerPhase.ELECTION_FAILED) {
          changed.awaitNanos(ELECTION_RETRY_NANOS);
          phase = phase == SequencerPhase.ELECTION_FAILED ? SequencerPhase.ELECTED : phase;
          continue;
        }
        if (phase == SequencerPhase.LEADING && inFlight < limits.entriesInFlight() && hasWork()) {
          if (groupCommit.waitedForMore(queue, inFlight, changed)) {
            continue;
          }
          inFlight++;
          groupCommit.proposed();
          return queue.drain(agreedFormat(), clock.millis());
        }
        awaitChange();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private int agreedFormat() {
    return replica.view().formatVersion();
  }

  private boolean hasWork() {
    return !queue.isEmpty() || (inFlight == 0 && millisToDeadline() <= 0);
  }

  /** Without a deadline, or while an entry that will fire it is on its way, a long time. */
  private long millisToDeadline() {
    OptionalLong deadline = replica.nextDeadlineMs();
    return deadline.isPresent() ? deadline.getAsLong() - clock.millis() : Long.MAX_VALUE;
  }

  private void awaitChange() throws InterruptedException {
    long millis =
        phase == SequencerPhase.LEADING && inFlight == 0 ? millisToDeadline() : Long.MAX_VALUE;
    if (millis == Long.MAX_VALUE) {
      changed.await();
    } else {
      changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(Math.max(1, millis)));
    }
  }

  private void propose(Round round) {
    log.append(round.proposal()).whenComplete((reply, failure) -> settle(round, reply, failure));
  }

  private void settle(Round round, RaftClientReply reply, Throwable failure) {
    boolean applied = failure == null && reply.isSuccess();
    boolean isLast;
    lock.lock();
    try {
      inFlight--;
      groupCommit.settled(round.commands().size(), queue);
      if (round.isElection() && phase == SequencerPhase.ELECTING) {
        phase = applied ? SequencerPhase.LEADING : SequencerPhase.ELECTION_FAILED;
        clock.start();
      }
      // else the next entry goes in a moment, and says it
      isLast = inFlight > 0 || queue.isEmpty() || phase != SequencerPhase.LEADING;
      decided.signalAll();
      changed.signal();
    } finally {
      lock.unlock();
    }
    if (applied) {
      if (isLast) {
        log.tellCommitted();
      }
      round.answer((CoordinationReplica.Answer) reply.getMessage());
    } else {
      Throwable cause = failure == null ? reply.getException() : failure;
      LOG.warn("{} commands were not applied: {}", round.commands().size(), cause.toString());
      round.fail(
          new UnavailableException(
              Reason.UNDECIDED, "The command may or may not have been applied; try again"));
    }
  }
}
