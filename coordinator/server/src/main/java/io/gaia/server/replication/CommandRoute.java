package io.gaia.server.replication;

import io.gaia.core.Request;
import io.gaia.core.View;
import io.gaia.server.replication.UnavailableException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The way into the log from any node: through this one's own sequencer while it leads, else through
 * the leader's ({@link LeaderLine}). When leadership moves meanwhile, what was not applied is sent
 * to the next leader, and what may have been applied is sent again under its request id; a caller
 * sees that it took longer. Thread safe; futures complete on the applying thread.
 */
public final class CommandRoute implements AutoCloseable {
  /** As long as a request's thread waits. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int MESSAGES_IN_FLIGHT = 4;

  private final CommandSequencer sequencer;
  private final LeaderLine line;
  private final BooleanSupplier hasOthers;
  private final int mostWaiting;
  private final Thread thread = new Thread(this::run, "command-route");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // guarded by lock
  private final ArrayDeque<Errand> waiting = new ArrayDeque<>();
  private final List<LeaderLine.Message> inFlight = new ArrayList<>();
  // who leads may not have been noticed here yet
  private boolean isRepeating;
  private final Linger linger = new Linger();
  private boolean isClosed;

  /**
   * @param hasOthers whether the group has other nodes now
   * @param mostWaiting errands that may wait for a leader
   */
  CommandRoute(
      CommandSequencer sequencer, LeaderLine line, BooleanSupplier hasOthers, int mostWaiting) {
    this.sequencer = sequencer;
    this.line = line;
    this.hasOthers = hasOthers;
    this.mostWaiting = mostWaiting;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Has a command applied.
   *
   * @return fails with {@link UnavailableException} when no node leads for long, has too much to do
   *     or this one stops
   */
  public CompletableFuture<Applied> submit(Request request) {
    return submit(List.of(request)).get(0);
  }

  /**
   * Has commands applied, in this order: none when there is no room for all.
   *
   * @return as {@link #submit(Request)}, one for each
   */
  public List<CompletableFuture<Applied>> submit(List<Request> requests) {
    if (!hasOthers.getAsBoolean()) {
      return sequencer.submit(requests);
    }
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    List<Errand> errands = new ArrayList<>();
    List<CompletableFuture<Applied>> answers = new ArrayList<>();
    for (Request request : requests) {
      CompletableFuture<Applied> answer = new CompletableFuture<>();
      answers.add(answer);
      sequencer
          .encoder()
          .encoded(request, answer)
          .ifPresent(
              command ->
                  errands.add(new Errand.Change(request, command.bytes(), answer, giveUpAt)));
    }
    go(errands);
    return answers;
  }

  /**
   * The state at an index not before now: it has everything that was acknowledged to anyone, by any
   * node, before this call.
   */
  public CompletableFuture<View> read() {
    if (!hasOthers.getAsBoolean()) {
      return sequencer.read();
    }
    CompletableFuture<View> read = new CompletableFuture<>();
    go(List.of(new Errand.Read(read, System.nanoTime() + PATIENCE_NANOS)));
    return read;
  }

  /** The state as this node has it, which may be behind the leader's. */
  public View stale() {
    return sequencer.stale();
  }

  /** True when this node's state has all that was acknowledged. */
  public boolean isNewest() {
    return sequencer.isLeading();
  }

  private void go(List<Errand> errands) {
    if (sequencer.isForHere()) {
      here(errands);
    } else {
      queue(errands.stream().map(CommandRoute::forAnyNode).toList(), false);
    }
  }

  private static Errand forAnyNode(Errand errand) {
    return errand instanceof Errand.Change change ? change.identified() : errand;
  }

  private void here(List<Errand> errands) {
    List<Errand.Change> changes =
        errands.stream().flatMap(errand -> errand.change().stream()).toList();
    List<CompletableFuture<Applied>> applied =
        sequencer.submit(changes.stream().map(Errand.Change::request).toList());
    for (int i = 0; i < changes.size(); i++) {
      Errand.Change change = changes.get(i);
      hand(change, applied.get(i), change.future());
    }
    for (Errand errand : errands) {
      if (errand instanceof Errand.Read read) {
        hand(read, sequencer.read(), read.future());
      }
    }
  }

  private <T> void hand(Errand errand, CompletableFuture<T> from, CompletableFuture<T> to) {
    from.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            to.complete(value);
          } else {
            again(List.of(errand), unavailable(failure));
          }
        });
  }

  private static UnavailableException unavailable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof UnavailableException known
        ? known
        : new UnavailableException(Reason.UNDECIDED, String.valueOf(cause.getMessage()));
  }

  /** Tries once more, elsewhere or later, unless that could do harm or nobody waits any more. */
  private void again(List<Errand> errands, UnavailableException reason) {
    List<Errand> repeated = new ArrayList<>();
    for (Errand errand : errands) {
      boolean mayGoOn =
          switch (reason.reason()) {
            case NOT_LEADING -> true;
            case UNDECIDED -> errand.mayBeRepeated();
            case TOO_MUCH, HELD_BACK, STOPPED -> false;
          };
      if (mayGoOn && errand.giveUpAtNanos() - System.nanoTime() > 0) {
        repeated.add(forAnyNode(errand));
      } else {
        errand.fail(reason);
      }
    }
    if (!repeated.isEmpty()) {
      queue(repeated, true);
    }
  }

  private void queue(List<Errand> errands, boolean repeated) {
    Optional<UnavailableException> refusal = Optional.empty();
    lock.lock();
    try {
      if (isClosed) {
        refusal = Optional.of(new UnavailableException(Reason.STOPPED, "This node stops"));
      } else if (waiting.size() + errands.size() > mostWaiting) {
        refusal =
            Optional.of(
                new UnavailableException(
                    Reason.TOO_MUCH, "Too many commands wait for a leader; try again shortly"));
      } else {
        boolean nothingWaited = waiting.isEmpty();
        waiting.addAll(errands);
        isRepeating |= repeated;
        if (nothingWaited || isRepeating || LeaderLine.fillMessage(waiting)) {
          changed.signal();
        }
      }
    } finally {
      lock.unlock();
    }
    refusal.ifPresent(reason -> errands.forEach(errand -> errand.fail(reason)));
  }

  private void run() {
    try {
      while (step()) {
        // one after the other
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends one message, or waits; false when closed. */
  private boolean step() throws InterruptedException {
    List<LeaderLine.Message> stranded;
    Next next = Next.NOTHING;
    lock.lock();
    try {
      if (isClosed) {
        return false;
      }
      stranded = takeStranded();
      if (stranded.isEmpty()) {
        next = next();
      }
    } finally {
      lock.unlock();
    }
    UnavailableException lost =
        new UnavailableException(Reason.UNDECIDED, "The leader changed; try again");
    stranded.forEach(left -> settleFailed(left, lost));
    UnavailableException noLeader =
        new UnavailableException(Reason.NOT_LEADING, "No node leads; try again shortly");
    next.late().forEach(errand -> errand.fail(noLeader));
    if (!next.forHere().isEmpty()) {
      here(next.forHere());
    }
    next.message().ifPresent(this::send);
    return true;
  }

  /** What is to be done without the lock. */
  private record Next(
      List<Errand> forHere, List<Errand> late, Optional<LeaderLine.Message> message) {
    static final Next NOTHING = new Next(List.of(), List.of(), Optional.empty());
  }

  private Next next() throws InterruptedException {
    if (isRepeating) {
      isRepeating = false;
      changed.awaitNanos(LOOK_NANOS);
    }
    if (waiting.isEmpty()) {
      await(inFlight.isEmpty());
      return Next.NOTHING;
    }
    if (sequencer.isForHere()) {
      List<Errand> forHere = List.copyOf(waiting);
      waiting.clear();
      return new Next(forHere, List.of(), Optional.empty());
    }
    if (!inFlight.isEmpty() && !linger.isOver() && !LeaderLine.fillMessage(waiting)) {
      linger.await(changed);
      return Next.NOTHING;
    }
    List<Errand> late = takeLate();
    Optional<LeaderLine.Message> message =
        inFlight.size() < MESSAGES_IN_FLIGHT
            ? line.leader().map(leader -> line.message(leader, waiting))
            : Optional.empty();
    if (message.isPresent()) {
      inFlight.add(message.get());
      linger.end();
    } else {
      await(false);
    }
    return new Next(List.of(), late, message);
  }

  private void await(boolean untilSignalled) throws InterruptedException {
    if (untilSignalled) {
      changed.await();
    } else {
      changed.awaitNanos(LOOK_NANOS);
    }
  }

  /** What was sent to a node that leads no more may stay without an answer for long. */
  private List<LeaderLine.Message> takeStranded() {
    List<LeaderLine.Message> stranded =
        inFlight.stream().filter(message -> !line.stillLeads(message)).toList();
    inFlight.removeAll(stranded);
    return stranded;
  }

  private List<Errand> takeLate() {
    long now = System.nanoTime();
    Predicate<Errand> isLate = errand -> errand.giveUpAtNanos() - now <= 0;
    List<Errand> late = waiting.stream().filter(isLate).toList();
    if (!late.isEmpty()) {
      waiting.removeIf(isLate);
    }
    return late;
  }

  private void send(LeaderLine.Message message) {
    line.send(message)
        .whenComplete(
            (outcomes, failure) -> {
              boolean isFirst = forget(message);
              if (!isFirst) {
                return;
              }
              if (failure == null) {
                outcomes.settle(this::again);
              } else {
                settleFailed(message, unavailable(failure));
              }
            });
  }

  private void settleFailed(LeaderLine.Message message, UnavailableException reason) {
    again(message.errands(), reason);
  }

  /** False when its errands were sent elsewhere meanwhile. */
  private boolean forget(LeaderLine.Message message) {
    lock.lock();
    try {
      boolean known = inFlight.remove(message);
      changed.signal();
      return known;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    List<Errand> left = new ArrayList<>();
    lock.lock();
    try {
      isClosed = true;
      left.addAll(waiting);
      inFlight.forEach(message -> left.addAll(message.errands()));
      waiting.clear();
      inFlight.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    UnavailableException reason = new UnavailableException(Reason.STOPPED, "This node stops");
    left.forEach(errand -> errand.fail(reason));
  }
}
