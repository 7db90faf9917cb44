package io.gaia.core;

import io.gaia.core.command.Command;
import io.gaia.core.command.TaskCommand.CompleteTask;
import io.gaia.core.command.TaskCommand.EnqueueTask;
import io.gaia.core.event.ClusterEvent.TimeMoved;
import io.gaia.core.event.Event;
import io.gaia.core.event.LockEvent.LockAcquired;
import io.gaia.core.event.LockEvent.LockExpired;
import io.gaia.core.event.LockEvent.LockReleased;
import io.gaia.core.event.SessionEvent.SessionRenewed;
import io.gaia.core.event.TaskEvent.TaskClaimed;
import io.gaia.core.event.TaskEvent.TaskEnqueued;
import io.gaia.core.event.TaskEvent.TaskReady;
import io.gaia.core.event.TaskEvent.TaskUnblocked;
import io.gaia.core.map.Pair;
import io.gaia.core.model.Claim;
import io.gaia.core.model.EntityKind;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskSpec;
import java.util.List;
import java.util.Optional;

/** State machines that are wrong in one place, and the invariant that must notice. */
enum Mutant {
  NONE(""),
  CLAIMED_TASK_STAYS_IN_THE_QUEUE("I1") {
    @Override
    void evolve(Evolution truth, State state, Event event) {
      truth.evolve(event);
      if (event instanceof TaskClaimed claimed) {
        truth.evolve(new TaskReady(claimed.taskId()));
      }
    }
  },
  FENCES_REPEAT("I2") {
    @Override
    void evolve(Evolution truth, State state, Event event) {
      truth.evolve(
          event instanceof TaskClaimed claimed
              ? new TaskClaimed(claimed.taskId(), withFence(claimed.claim(), 7))
              : event);
    }
  },
  STALE_FENCES_PASS("I3") {
    @Override
    Command rewrite(Command command, View view) {
      if (command instanceof CompleteTask complete) {
        Optional<Claim> live = view.task(complete.taskId()).flatMap(Task::claim);
        if (live.isPresent()) {
          return new CompleteTask(
              complete.taskId(), live.get().sessionId(), live.get().fence(), complete.result());
        }
      }
      return command;
    }
  },
  IDEMPOTENCY_KEYS_ARE_IGNORED("I4") {
    @Override
    Command rewrite(Command command, View view) {
      return command instanceof EnqueueTask enqueue
          ? new EnqueueTask(enqueue.newId(), withoutKey(enqueue.spec()))
          : command;
    }
  },
  RETRIES_HAVE_NO_END("I5") {
    @Override
    Command rewrite(Command command, View view) {
      return command instanceof EnqueueTask enqueue && enqueue.spec().idempotencyKey().isEmpty()
          ? new EnqueueTask(enqueue.newId(), new SpecEdit(enqueue.spec()).maxRetries(100).done())
          : command;
    }
  },
  HEARTBEATS_RENEW_NOTHING("I6") {
    @Override
    void evolve(Evolution truth, State state, Event event) {
      if (!(event instanceof SessionRenewed)) {
        truth.evolve(event);
      }
    }
  },
  LEASES_END_WHILE_NOBODY_LEADS("I6") {
    @Override
    void evolve(Evolution truth, State state, Event event) {
      if (event instanceof TimeMoved moved) {
        state.nowMs += moved.byMs();
        state.movedMs += moved.byMs();
      } else {
        truth.evolve(event);
      }
    }
  },
  DEPENDENTS_ARE_FORGOTTEN("I7") {
    @Override
    void evolve(Evolution truth, State state, Event event) {
      if (!(event instanceof TaskUnblocked)) {
        truth.evolve(event);
      }
    }
  },
  SNAPSHOTS_FORGET_REPLIES("I8") {
    @Override
    StateImage snapshot(StateImage image) {
      return new StateImage(
          image.counters(),
          image.settings(),
          image.sessions(),
          image.lessons(),
          image.affinities(),
          image.tasks(),
          image.locks(),
          image.idempotency(),
          image.outcomes(),
          List.of(),
          image.changes());
    }
  },
  EXPIRED_LOCKS_ARE_NOT_TOLD("I9") {
    @Override
    ApplyResult tell(ApplyResult result) {
      return new ApplyResult(
          result.index(),
          result.replies(),
          result.mentioned(),
          result.events().stream().filter(e -> !(e.event() instanceof LockExpired)).toList(),
          result.ready(),
          result.settled());
    }
  },
  RELEASED_LOCKS_LEAVE_NO_TOMBSTONE("I10") {
    @Override
    void evolve(Evolution truth, State state, Event event) {
      truth.evolve(event);
      if (event instanceof LockReleased released && !state.locks.has(released.key())) {
        Pair key = new Pair(EntityKind.LOCK.name(), released.key());
        state.changes = state.changes.remove(state.changedAt.get(key).orElseThrow());
        state.changedAt = state.changedAt.remove(key);
      }
    }
  },
  DEPENDENCIES_ARE_IGNORED("I11") {
    @Override
    Command rewrite(Command command, View view) {
      return command instanceof EnqueueTask enqueue
          ? new EnqueueTask(enqueue.newId(), new SpecEdit(enqueue.spec()).after().done())
          : command;
    }
  },
  LAST_COME_FIRST_SERVED("I11") {
    @Override
    void evolve(Evolution truth, State state, Event event) {
      truth.evolve(
          event instanceof TaskEnqueued enqueued
              ? new TaskEnqueued(ranked(enqueued.task(), -enqueued.task().rank()))
              : event);
    }
  },
  LOCK_FENCES_REPEAT("I12") {
    @Override
    void evolve(Evolution truth, State state, Event event) {
      truth.evolve(
          event instanceof LockAcquired a
              ? new LockAcquired(
                  a.key(), a.sessionId(), a.incarnation(), 1, a.ttlMs(), a.metadata())
              : event);
    }
  },
  REPLIES_ARE_FORGOTTEN_WHILE_NOBODY_LEADS("request ids") {
    @Override
    void evolve(Evolution truth, State state, Event event) {
      truth.evolve(event);
      if (event instanceof TimeMoved) {
        state.replies = state.replies.pruned(state.nowMs, Integer.MAX_VALUE, Integer.MAX_VALUE);
      }
    }
  },
  REPLIES_ARE_NOT_KEPT("request ids") {
    @Override
    Optional<String> requestId(Optional<String> id) {
      return Optional.empty();
    }
  };

  private final String invariant;

  Mutant(String invariant) {
    this.invariant = invariant;
  }

  String invariant() {
    return invariant;
  }

  void evolve(Evolution truth, State state, Event event) {
    truth.evolve(event);
  }

  Command rewrite(Command command, View view) {
    return command;
  }

  Optional<String> requestId(Optional<String> id) {
    return id;
  }

  ApplyResult tell(ApplyResult result) {
    return result;
  }

  StateImage snapshot(StateImage image) {
    return image;
  }

  Evolution evolution(State state) {
    Evolution truth = new Evolution(state);
    return new Evolution(state) {
      @Override
      State evolve(Event event) {
        Mutant.this.evolve(truth, state, event);
        return state;
      }
    };
  }

  private static Claim withFence(Claim claim, long fence) {
    return new Claim(
        claim.sessionId(),
        claim.incarnation(),
        fence,
        claim.claimedAtMs(),
        claim.startedAtMs(),
        claim.expiresAtMs());
  }

  private static TaskSpec withoutKey(TaskSpec spec) {
    return new TaskSpec(
        spec.taskType(),
        spec.payload(),
        Optional.empty(),
        spec.priority(),
        spec.lessonId(),
        spec.targetSessionId(),
        spec.requires(),
        spec.dependsOn(),
        spec.runAtMs(),
        spec.maxRetries());
  }

  private static Task ranked(Task task, long rank) {
    return new Task(
        task.id(),
        task.sequence(),
        task.spec(),
        task.priority(),
        task.maxRetries(),
        task.enqueuedAtMs(),
        rank,
        task.status(),
        task.blockedBy(),
        task.queued(),
        task.runAtMs(),
        task.claim(),
        task.fence(),
        task.retryCount(),
        task.lostCount(),
        task.progress(),
        task.result(),
        task.error(),
        task.cancelRequested(),
        task.attempts(),
        task.attemptCount(),
        task.finishedAtMs());
  }
}
