package io.gaia.core;

import io.gaia.core.command.LessonCommand;
import io.gaia.core.event.LessonEvent;
import io.gaia.core.map.Pair;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Lesson;
import java.util.Optional;

/** Decides what is asked about lessons and affinities. */
final class LessonRules implements LessonCommand.Cases<Reply> {
  private static final int MAX_PRIORITY = 9;
  private static final int FULL_AFFINITY = 100;

  private final Turn turn;
  private final State state;

  LessonRules(Turn turn) {
    this.turn = turn;
    this.state = turn.state;
  }

  @Override
  public Reply createLesson(LessonCommand.CreateLesson command) {
    Optional<Refusal> fault =
        check(command.id(), command.title(), command.priority())
            .json("metadata", command.metadata())
            .fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    Optional<Lesson> before = state.lessons.get(command.id());
    if (before.isPresent()) {
      return isSame(before.get(), command)
          ? new Reply.Changed(command.id(), false)
          : turn.refuse(Refusal.Code.NAME_TAKEN, "there is a lesson " + command.id());
    }
    turn.emit(
        new LessonEvent.LessonCreated(
            command.id(), command.title(), command.priority(), command.metadata()));
    return new Reply.Changed(command.id(), true);
  }

  private static Checks check(String id, String title, int priority) {
    return new Checks()
        .name("id", id)
        .name("title", title)
        .range("priority", priority, 0, MAX_PRIORITY);
  }

  private static boolean isSame(Lesson lesson, LessonCommand.CreateLesson command) {
    return lesson.title().equals(command.title())
        && lesson.priority() == command.priority()
        && lesson.metadata().equals(command.metadata());
  }

  @Override
  public Reply updateLesson(LessonCommand.UpdateLesson command) {
    Optional<Lesson> found = state.lessons.get(command.id());
    if (found.isEmpty()) {
      return turn.notFound("lesson", command.id());
    }
    Lesson before = found.get();
    Lesson after =
        before.described(
            command.title().orElse(before.title()),
            command.priority().orElse(before.priority()),
            command.paused().orElse(before.paused()),
            command.metadata().orElse(before.metadata()));
    Optional<Refusal> fault =
        check(after.id(), after.title(), after.priority())
            .json("metadata", after.metadata())
            .fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    if (!after.equals(before)) {
      turn.emit(
          new LessonEvent.LessonUpdated(
              after.id(), after.title(), after.priority(), after.paused(), after.metadata()));
    }
    return new Reply.Changed(command.id(), !after.equals(before));
  }

  @Override
  public Reply setAffinity(LessonCommand.SetAffinity command) {
    Affinity affinity = command.affinity();
    Optional<Refusal> fault =
        new Checks()
            .name("lesson_id", affinity.lessonId())
            .range("score", affinity.score(), 0, FULL_AFFINITY)
            .window("time_window", affinity.timeWindow())
            .fault();
    if (fault.isPresent()) {
      return turn.refuse(fault.get());
    }
    if (!state.sessions.has(affinity.sessionId())) {
      return turn.notFound("session", affinity.sessionId());
    }
    Pair key = new Pair(affinity.sessionId(), affinity.lessonId());
    boolean changed = !state.affinities.get(key).equals(Optional.of(affinity));
    if (changed) {
      turn.ensureLesson(Optional.of(affinity.lessonId()));
      turn.emit(new LessonEvent.AffinitySet(affinity));
    }
    return new Reply.Changed(affinity.sessionId(), changed);
  }

  @Override
  public Reply removeAffinity(LessonCommand.RemoveAffinity command) {
    boolean there = state.affinities.has(new Pair(command.sessionId(), command.lessonId()));
    if (there) {
      turn.emit(new LessonEvent.AffinityRemoved(command.sessionId(), command.lessonId()));
    }
    return new Reply.Changed(command.sessionId(), there);
  }
}
