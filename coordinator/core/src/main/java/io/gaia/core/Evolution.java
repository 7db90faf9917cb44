package io.gaia.core;

import io.gaia.core.event.ClusterEvent;
import io.gaia.core.event.Event;
import io.gaia.core.event.LessonEvent;
import io.gaia.core.event.LockEvent;
import io.gaia.core.event.SessionEvent;
import io.gaia.core.event.TaskEvent;

/** The only writer of sessions, tasks, locks and lessons: events in, state out. Decides nothing. */
class Evolution implements Event.Families<State>, ClusterEvent.Cases<State> {
  private final State state;
  private final SessionEvolution sessions;
  private final TaskEvolution tasks;
  private final LockEvolution locks;
  private final LessonEvolution lessons;

  Evolution(State state) {
    this.state = state;
    sessions = new SessionEvolution(state);
    tasks = new TaskEvolution(state);
    locks = new LockEvolution(state);
    lessons = new LessonEvolution(state);
  }

  State evolve(Event event) {
    return event.family(this);
  }

  @Override
  public State session(SessionEvent event) {
    return event.match(sessions);
  }

  @Override
  public State task(TaskEvent event) {
    return event.match(tasks);
  }

  @Override
  public State lock(LockEvent event) {
    return event.match(locks);
  }

  @Override
  public State lesson(LessonEvent event) {
    return event.match(lessons);
  }

  @Override
  public State cluster(ClusterEvent event) {
    return event.match((ClusterEvent.Cases<State>) this);
  }

  @Override
  public State leaderChanged(ClusterEvent.LeaderChanged event) {
    state.leaderId = event.nodeId();
    state.term = event.term();
    state.settings = event.settings();
    return state;
  }

  @Override
  public State timeMoved(ClusterEvent.TimeMoved event) {
    return RunningEnds.move(state, event.byMs());
  }

  @Override
  public State formatRaised(ClusterEvent.FormatRaised event) {
    state.raisedFormat = event.formatVersion();
    return state;
  }

  @Override
  public State queuePaused(ClusterEvent.QueuePaused event) {
    state.queuePaused = true;
    return state;
  }

  @Override
  public State queueResumed(ClusterEvent.QueueResumed event) {
    state.queuePaused = false;
    return state;
  }

  @Override
  public State changesProjected(ClusterEvent.ChangesProjected event) {
    return state.projected(event.upToIndex());
  }

  @Override
  public State eventsRelayed(ClusterEvent.EventsRelayed event) {
    state.relayedIndex = event.upToIndex();
    state.relayedOrdinal = event.upToOrdinal();
    return state;
  }
}
