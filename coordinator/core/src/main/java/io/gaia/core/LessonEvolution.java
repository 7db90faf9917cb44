package io.gaia.core;

import io.gaia.core.event.LessonEvent;
import io.gaia.core.map.Pair;
import io.gaia.core.model.Lesson;

/** How lesson and affinity events change the state. */
final class LessonEvolution implements LessonEvent.Cases<State> {
  private final State state;

  LessonEvolution(State state) {
    this.state = state;
  }

  @Override
  public State lessonCreated(LessonEvent.LessonCreated event) {
    return state.put(
        new Lesson(
            event.lessonId(),
            event.title(),
            event.priority(),
            false,
            event.metadata(),
            state.nowMs,
            0,
            0,
            0,
            0));
  }

  @Override
  public State lessonUpdated(LessonEvent.LessonUpdated event) {
    Lesson lesson = state.lessons.get(event.lessonId()).orElseThrow();
    return state.put(
        lesson.described(event.title(), event.priority(), event.paused(), event.metadata()));
  }

  @Override
  public State affinitySet(LessonEvent.AffinitySet event) {
    return state.put(event.affinity());
  }

  @Override
  public State affinityRemoved(LessonEvent.AffinityRemoved event) {
    Pair key = new Pair(event.sessionId(), event.lessonId());
    return state.remove(state.affinities.get(key).orElseThrow());
  }
}
