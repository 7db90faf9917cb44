package io.gaia.server.classroom;

import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.server.http.Page;
import io.gaia.server.http.ProblemCode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The minutes of a class: from PostgreSQL, and while that is down or does not keep up from memory
 * when memory reaches back far enough.
 */
final class SnapshotHistory {

  static final int MAX_LIMIT = 10_000;

  private static final Comparator<ClassroomSnapshot> BY_TIME =
      Comparator.comparing(ClassroomSnapshot::windowStart)
          .thenComparing(ClassroomSnapshot::appName);

  private final ClassroomViews views;
  private final Optional<SnapshotQuery> query;

  /**
   * @param query absent: there is no database, and memory is all there is
   */
  SnapshotHistory(ClassroomViews views, Optional<SnapshotQuery> query) {
    this.views = views;
    this.query = query;
  }

  /**
   * Those that start in [from, to).
   *
   * @param smallestGroup minutes of fewer students are withheld
   * @throws io.gaia.server.http.ProblemException 503 unavailable when neither has them
   */
  Page<ClassroomSnapshot> between(
      String classroomId,
      Instant from,
      Instant to,
      Optional<PageCursor> after,
      int limit,
      int smallestGroup) {
    // one more than asked for tells whether something follows
    List<ClassroomSnapshot> found =
        query
            .filter(SnapshotQuery::serves)
            .map(postgres -> postgres.between(classroomId, from, to, after, limit + 1))
            .orElseGet(() -> remembered(classroomId, from, to, after, limit + 1));
    List<ClassroomSnapshot> page = found.subList(0, Math.min(limit, found.size()));
    Optional<String> next =
        found.size() <= limit
            ? Optional.empty()
            : Optional.of(cursor(page.get(page.size() - 1)).toString());
    return new Page<>(
        page.stream().filter(minute -> minute.studentCount() >= smallestGroup).toList(), next);
  }

  private List<ClassroomSnapshot> remembered(
      String classroomId, Instant from, Instant to, Optional<PageCursor> after, int limit) {
    boolean reachesBack =
        views.oldestSnapshot(classroomId).filter(oldest -> !oldest.isAfter(from)).isPresent();
    if (query.isPresent() && !reachesBack) {
      throw ProblemCode.UNAVAILABLE.because(
          "The database does not answer, and memory does not reach back to from");
    }
    return views.snapshots(classroomId, from, to).stream()
        .sorted(BY_TIME)
        .filter(minute -> after.map(cursor -> isAfter(minute, cursor)).orElse(true))
        .limit(limit)
        .toList();
  }

  private static boolean isAfter(ClassroomSnapshot minute, PageCursor cursor) {
    int byTime = minute.windowStart().compareTo(cursor.at());
    return byTime > 0 || (byTime == 0 && minute.appName().compareTo(cursor.id()) > 0);
  }

  private static PageCursor cursor(ClassroomSnapshot minute) {
    return new PageCursor(minute.windowStart(), minute.appName());
  }
}
