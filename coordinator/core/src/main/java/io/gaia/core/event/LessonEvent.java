package io.gaia.core.event;

import io.gaia.core.model.Affinity;

/** What happens to lessons and affinities. */
public sealed interface LessonEvent extends Event {
  @Override
  default <R> R match(Event.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Event.Families<R> families) {
    return families.lesson(this);
  }

  <R> R match(Cases<R> cases);

  /** A lesson is new. */
  record LessonCreated(String lessonId, String title, int priority, String metadata)
      implements LessonEvent {
    @Override
    public String type() {
      return "lesson.created";
    }

    @Override
    public String entityId() {
      return lessonId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.lessonCreated(this);
    }
  }

  /** What it is from now on. */
  record LessonUpdated(String lessonId, String title, int priority, boolean paused, String metadata)
      implements LessonEvent {
    @Override
    public String type() {
      return "lesson.updated";
    }

    @Override
    public String entityId() {
      return lessonId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.lessonUpdated(this);
    }
  }

  /** By a command, or by work done. */
  record AffinitySet(Affinity affinity) implements LessonEvent {
    @Override
    public String type() {
      return "affinity.set";
    }

    @Override
    public String entityId() {
      return affinity.sessionId();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.affinitySet(this);
    }
  }

  /** By a command, or its session left the state. */
  record AffinityRemoved(String sessionId, String lessonId) implements LessonEvent {
    @Override
    public String type() {
      return "affinity.removed";
    }

    @Override
    public String entityId() {
      return sessionId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.affinityRemoved(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R lessonCreated(LessonCreated event);

    R lessonUpdated(LessonUpdated event);

    R affinitySet(AffinitySet event);

    R affinityRemoved(AffinityRemoved event);
  }
}
