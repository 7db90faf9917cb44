package io.gaia.server.coordination;

import com.fasterxml.jackson.databind.util.RawValue;
import io.gaia.core.model.Lesson;
import java.time.Instant;

/** A lesson as clients see it. */
record LessonJson(
    String id,
    String title,
    int priority,
    boolean paused,
    RawValue metadata,
    Instant createdAt,
    long tasksTotal,
    long tasksCompleted,
    long tasksFailed,
    long tasksCancelled) {
  static LessonJson of(Lesson lesson) {
    return new LessonJson(
        lesson.id(),
        lesson.title(),
        lesson.priority(),
        lesson.paused(),
        Fields.json(lesson.metadata()),
        Fields.time(lesson.createdAtMs()),
        lesson.tasksTotal(),
        lesson.tasksCompleted(),
        lesson.tasksFailed(),
        lesson.tasksCancelled());
  }
}
