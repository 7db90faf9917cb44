package io.gaia.client.coordination;

import java.util.Optional;

/**
 * Which tasks to list.
 *
 * @param sessionId whose claims
 * @param limit of one page, 1 to 1,000
 * @param cursor the {@code nextCursor} of the page before
 */
public record TaskFilter(
    Optional<TaskStatus> status,
    Optional<String> lessonId,
    Optional<String> sessionId,
    int limit,
    Optional<String> cursor) {

  private static final int USUAL_LIMIT = 100;

  public static TaskFilter all() {
    return new TaskFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), USUAL_LIMIT, Optional.empty());
  }

  public TaskFilter with(TaskStatus wanted) {
    return new TaskFilter(Optional.of(wanted), lessonId, sessionId, limit, cursor);
  }

  public TaskFilter of(String lesson) {
    return new TaskFilter(status, Optional.of(lesson), sessionId, limit, cursor);
  }

  public TaskFilter from(String nextCursor) {
    return new TaskFilter(status, lessonId, sessionId, limit, Optional.of(nextCursor));
  }
}
