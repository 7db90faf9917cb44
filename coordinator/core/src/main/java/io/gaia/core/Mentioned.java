package io.gaia.core;

import io.gaia.core.model.Lesson;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import java.util.List;
import java.util.Optional;

/**
 * What a reply refers to, as it was right after the command. Answers are made from it, so that a
 * retry is answered like the first time, whatever has happened since.
 */
public record Mentioned(
    List<Session> sessions, List<Lesson> lessons, List<Task> tasks, List<Lock> locks) {
  public static final Mentioned NOTHING = new Mentioned(List.of(), List.of(), List.of(), List.of());

  private static final String NO_TEXT = "";

  public Mentioned {
    sessions = List.copyOf(sessions);
    lessons = List.copyOf(lessons);
    tasks = List.copyOf(tasks);
    locks = List.copyOf(locks);
  }

  static Mentioned by(Reply reply, State state) {
    return reply.match(new In(state));
  }

  public Optional<Session> session(String id) {
    return sessions.stream().filter(session -> session.id().equals(id)).findFirst();
  }

  public Optional<Lesson> lesson(String id) {
    return lessons.stream().filter(lesson -> lesson.id().equals(id)).findFirst();
  }

  public Optional<Task> task(String id) {
    return tasks.stream().filter(task -> task.id().equals(id)).findFirst();
  }

  public Optional<Lock> lock(String key) {
    return locks.stream().filter(lock -> lock.key().equals(key)).findFirst();
  }

  /**
   * For keeping: without what is large and never changes (a task's payload and, once there, its
   * result), which the state has anyway.
   */
  Mentioned shortened() {
    return tasks.isEmpty()
        ? this
        : new Mentioned(
            sessions,
            lessons,
            tasks.stream()
                .map(task -> task.withTexts(NO_TEXT, task.result().map(text -> NO_TEXT)))
                .toList(),
            locks);
  }

  /** The whole of what was {@link #shortened}; a task that has left the state has no payload. */
  Mentioned completed(State state) {
    return tasks.isEmpty()
        ? this
        : new Mentioned(
            sessions, lessons, tasks.stream().map(task -> completed(task, state)).toList(), locks);
  }

  private static Task completed(Task task, State state) {
    Optional<Task> now = state.tasks.get(task.id());
    return task.withTexts(
        now.map(present -> present.spec().payload()).orElse("null"),
        task.result().map(text -> now.flatMap(Task::result).orElse("null")));
  }

  /** What each kind of reply refers to. */
  private record In(State state) implements Reply.Cases<Mentioned> {
    @Override
    public Mentioned refused(Reply.Refused reply) {
      return NOTHING;
    }

    @Override
    public Mentioned registered(Reply.Registered reply) {
      return new Mentioned(
          state.sessions.get(reply.sessionId()).stream().toList(), List.of(), List.of(), List.of());
    }

    @Override
    public Mentioned renewed(Reply.Renewed reply) {
      return NOTHING;
    }

    @Override
    public Mentioned enqueued(Reply.Enqueued reply) {
      return tasks(List.of(reply.taskId()));
    }

    @Override
    public Mentioned claimed(Reply.Claimed reply) {
      return reply.tasks().isEmpty()
          ? NOTHING
          : tasks(reply.tasks().stream().map(Reply.Claimed.One::taskId).toList());
    }

    private Mentioned tasks(List<String> ids) {
      return new Mentioned(
          List.of(),
          List.of(),
          ids.stream().flatMap(id -> state.tasks.get(id).stream()).toList(),
          List.of());
    }

    /** Without its queue, which is of others. */
    @Override
    public Mentioned locked(Reply.Locked reply) {
      return new Mentioned(
          List.of(),
          List.of(),
          List.of(),
          state.locks.get(reply.key()).stream().map(lock -> lock.queue(List.of())).toList());
    }

    @Override
    public Mentioned waiting(Reply.Waiting reply) {
      return NOTHING;
    }

    /** An id tells by itself what it is of. */
    @Override
    public Mentioned changed(Reply.Changed reply) {
      return new Mentioned(
          state.sessions.get(reply.id()).stream().toList(),
          state.lessons.get(reply.id()).stream().toList(),
          state.tasks.get(reply.id()).stream().toList(),
          List.of());
    }
  }
}
