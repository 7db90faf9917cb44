package io.gaia.e2e.coordination;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How much there is to do, and whether all are done. Thread-safe. */
final class Workday {
  private final int sessions;
  private final int tasksEach;
  private final AtomicInteger enqueued = new AtomicInteger();
  private final AtomicIntegerArray rounds;
  private volatile boolean feeding = true;
  private volatile boolean over;

  Workday(int sessions, int tasksEach) {
    this.sessions = sessions;
    this.tasksEach = tasksEach;
    this.rounds = new AtomicIntegerArray(sessions);
  }

  int tasksEach() {
    return tasksEach;
  }

  void enqueued(int tasks) {
    enqueued.addAndGet(tasks);
  }

  int enqueued() {
    return enqueued.get();
  }

  boolean allAreIn() {
    return enqueued.get() >= sessions * tasksEach;
  }

  /** A session begins anew. */
  void round(int session) {
    rounds.incrementAndGet(session);
  }

  /** The rounds that each session has begun. */
  int[] rounds() {
    int[] now = new int[sessions];
    for (int i = 0; i < sessions; i++) {
      now[i] = rounds.get(i);
    }
    return now;
  }

  /** Whether nobody is in a round that it had begun by then. */
  boolean haveAllMovedOnSince(int[] then) {
    for (int i = 0; i < sessions; i++) {
      if (rounds.get(i) == then[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether sessions without work are to make some, so that a kill meets them at work. */
  boolean isFeeding() {
    return feeding;
  }

  void stopFeeding() {
    feeding = false;
  }

  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }
}
