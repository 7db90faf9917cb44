package io.gaia.core.event;

/** What happened. Only events change the state. */
public sealed interface Event
    permits SessionEvent, TaskEvent, LockEvent, LessonEvent, ClusterEvent {
  <R> R match(Cases<R> cases);

  /** Its family alone: for a reader that splits the work the same way. */
  <R> R family(Families<R> families);

  /** Such as {@code task.completed}. */
  String type();

  /** Of the session, task, lesson or lock. */
  String entityId();

  /** Whether the world outside is told. */
  default boolean published() {
    return true;
  }

  /** One case for each event. */
  interface Cases<R>
      extends SessionEvent.Cases<R>,
          TaskEvent.Cases<R>,
          LockEvent.Cases<R>,
          LessonEvent.Cases<R>,
          ClusterEvent.Cases<R> {}

  /** One case for each family. */
  interface Families<R> {
    R session(SessionEvent event);

    R task(TaskEvent event);

    R lock(LockEvent event);

    R lesson(LessonEvent event);

    R cluster(ClusterEvent event);
  }
}
