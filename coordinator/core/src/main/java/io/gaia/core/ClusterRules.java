package io.gaia.core;

import io.gaia.core.command.ClusterCommand;
import io.gaia.core.event.ClusterEvent;
import io.gaia.core.event.LessonEvent;
import io.gaia.core.event.SessionEvent;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.map.Moment;
import io.gaia.core.map.OrderedMap;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.EntityKind;
import java.util.Optional;

/** Decides what the leader proposes for the cluster, and what concerns all queues. */
final class ClusterRules implements ClusterCommand.Cases<Reply> {
  private static final String QUEUE = "queue";
  private static final int MAX_EVICTIONS = 10_000;

  private final Turn turn;
  private final State state;

  ClusterRules(Turn turn) {
    this.turn = turn;
    this.state = turn.state;
  }

  @Override
  public Reply leaderElected(ClusterCommand.LeaderElected command) {
    if (command.term() < state.term) {
      return turn.refuse(
          Refusal.Code.WRONG_STATE, "term " + command.term() + " is over: " + state.term);
    }
    long gapMs = command.wallMs().orElse(state.nowMs) - state.nowMs;
    if (gapMs > 0) {
      turn.emit(new ClusterEvent.TimeMoved(gapMs));
    }
    turn.emit(new ClusterEvent.LeaderChanged(command.nodeId(), command.term(), command.settings()));
    return new Reply.Changed(command.nodeId(), true);
  }

  @Override
  public Reply moveTime(ClusterCommand.MoveTime command) {
    Optional<Refusal> fault =
        new Checks().range("by_ms", command.byMs(), 1, ClusterCommand.MoveTime.MAX_MS).fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    turn.emit(new ClusterEvent.TimeMoved(command.byMs()));
    return new Reply.Changed("time", true);
  }

  @Override
  public Reply raiseFormat(ClusterCommand.RaiseFormat command) {
    Optional<Refusal> fault =
        new Checks()
            .range(
                "format_version",
                command.formatVersion(),
                ClusterCommand.RaiseFormat.FIRST,
                Integer.MAX_VALUE)
            .fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    boolean changed = command.formatVersion() > state.formatVersion();
    if (changed) {
      turn.emit(new ClusterEvent.FormatRaised(command.formatVersion()));
    }
    return new Reply.Changed("format", changed);
  }

  @Override
  public Reply pauseQueue(ClusterCommand.PauseQueue command) {
    boolean changed = !state.queuePaused;
    if (changed) {
      turn.emit(new ClusterEvent.QueuePaused());
    }
    return new Reply.Changed(QUEUE, changed);
  }

  @Override
  public Reply resumeQueue(ClusterCommand.ResumeQueue command) {
    boolean changed = state.queuePaused;
    if (changed) {
      turn.emit(new ClusterEvent.QueueResumed());
    }
    return new Reply.Changed(QUEUE, changed);
  }

  @Override
  public Reply projected(ClusterCommand.Projected command) {
    if (command.index() >= state.index) {
      return turn.refuse(Refusal.invalid("index", "index takes one that was applied before"));
    }
    boolean changed = command.index() > state.projectedIndex;
    if (changed) {
      turn.emit(new ClusterEvent.ChangesProjected(command.index()));
    }
    return new Reply.Changed("projection", changed);
  }

  @Override
  public Reply relayed(ClusterCommand.Relayed command) {
    if (command.index() >= state.index) {
      return turn.refuse(Refusal.invalid("index", "index takes one that was applied before"));
    }
    if (command.ordinal() < 0) {
      return turn.refuse(Refusal.invalid("ordinal", "ordinal takes a number from 0"));
    }
    boolean changed =
        command.index() > state.relayedIndex
            || (command.index() == state.relayedIndex && command.ordinal() > state.relayedOrdinal);
    if (changed) {
      turn.emit(new ClusterEvent.EventsRelayed(command.index(), command.ordinal()));
    }
    return new Reply.Changed("relay", changed);
  }

  @Override
  public Reply evict(ClusterCommand.Evict command) {
    Optional<Refusal> fault =
        new Checks().range("limit", command.limit(), 1, MAX_EVICTIONS).fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    int evicted = evictTasks(command);
    evicted += evictSessions(command, command.limit() - evicted);
    return new Reply.Changed(QUEUE, evicted > 0);
  }

  private int evictTasks(ClusterCommand.Evict command) {
    int evicted = 0;
    int seen = 0;
    for (Moment<String> end : state.indexes.finished) {
      boolean tooMany = state.indexes.finished.size() > state.settings.maxFinishedTasks();
      boolean tooOld = end.atMs() <= state.nowMs - state.settings.retentionMs();
      if (!(tooMany || tooOld) || evicted == command.limit() || seen++ == MAX_EVICTIONS) {
        break;
      }
      boolean isWaitedFor = !State.secondsOf(state.indexes.dependents, end.about()).isEmpty();
      if (!isWaitedFor && mayLeave(command, EntityKind.TASK, end.about())) {
        turn.emit(new TaskEvent.TaskEvicted(end.about()));
        evicted++;
      }
    }
    return evicted;
  }

  private int evictSessions(ClusterCommand.Evict command, int limit) {
    int evicted = 0;
    for (Moment<String> end : state.indexes.ended) {
      boolean tooOld = end.atMs() <= state.nowMs - state.settings.retentionMs();
      if (!tooOld || evicted == limit) {
        break;
      }
      boolean ownsLocks = !State.secondsOf(state.indexes.ownedLocks, end.about()).isEmpty();
      boolean isAwaited = !State.secondsOf(state.indexes.targeted, end.about()).isEmpty();
      if (!ownsLocks && !isAwaited && mayLeave(command, EntityKind.SESSION, end.about())) {
        for (Affinity affinity : state.affinitiesOf(end.about())) {
          turn.emit(new LessonEvent.AffinityRemoved(end.about(), affinity.lessonId()));
        }
        turn.emit(new SessionEvent.SessionEvicted(end.about()));
        evicted++;
      }
    }
    return evicted;
  }

  private boolean mayLeave(ClusterCommand.Evict command, EntityKind kind, String id) {
    return !command.onlyProjected() || !state.hasUnprojectedChange(kind, id);
  }

  /** Whether {@link #evict} would find something that is too old or too many. */
  static boolean hasEvictable(State state) {
    long beforeMs = state.nowMs - state.settings.retentionMs();
    return state.indexes.finished.size() > state.settings.maxFinishedTasks()
        || isBefore(state.indexes.finished, beforeMs)
        || isBefore(state.indexes.ended, beforeMs);
  }

  private static boolean isBefore(OrderedMap<Moment<String>, Moment<String>> ends, long beforeMs) {
    return ends.firstKey().map(first -> first.atMs() <= beforeMs).orElse(false);
  }
}
