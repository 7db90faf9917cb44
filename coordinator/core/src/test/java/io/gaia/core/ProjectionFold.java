package io.gaia.core;

import io.gaia.core.command.ClusterCommand.Projected;
import io.gaia.core.map.Pair;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Change;
import io.gaia.core.model.Lesson;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * I10: tables that are kept as PostgreSQL's are, from the list of changes alone, are the state once
 * every change has been taken.
 */
final class ProjectionFold {
  private static final int MOST_AT_ONCE = 40;

  private final Watch watch;
  private final Random random;
  private final Map<Pair, Object> rows = new TreeMap<>();

  ProjectionFold(Watch watch, Random random) {
    this.watch = watch;
    this.random = random;
  }

  /** Takes some changes and says up to where the tables now are. */
  Projected page(View view) {
    return page(view, 1 + random.nextInt(MOST_AT_ONCE));
  }

  void catchUp(View view) {
    page(view, Integer.MAX_VALUE);
  }

  private Projected page(View view, int limit) {
    List<Change> page = view.changes(limit);
    for (Change change : page) {
      Pair row = new Pair(change.kind().name(), change.id());
      Optional<?> entity = entity(view, change);
      watch.check(entity.isEmpty() == change.deleted(), "I10", change, "and there is", entity);
      entity.ifPresentOrElse(value -> rows.put(row, value), () -> rows.remove(row));
    }
    if (page.size() < limit) {
      compare(view);
      return new Projected(view.index());
    }
    return new Projected(page.get(page.size() - 1).index());
  }

  private static Optional<?> entity(View view, Change change) {
    return switch (change.kind()) {
      case SESSION -> view.session(change.id());
      case LESSON -> view.lesson(change.id());
      case TASK -> view.task(change.id());
      case LOCK -> view.lock(change.id());
      case AFFINITY -> {
        int blank = change.id().indexOf(' ');
        yield view.affinity(change.id().substring(0, blank), change.id().substring(blank + 1));
      }
    };
  }

  private void compare(View view) {
    int entities = 0;
    for (Session session : view.image().sessions()) {
      entities += same("SESSION", session.id(), session);
    }
    for (Lesson lesson : view.image().lessons()) {
      entities += same("LESSON", lesson.id(), lesson);
    }
    for (Affinity affinity : view.image().affinities()) {
      entities += same("AFFINITY", affinity.sessionId() + " " + affinity.lessonId(), affinity);
    }
    for (Task task : view.image().tasks()) {
      entities += same("TASK", task.id(), task);
    }
    for (Lock lock : view.image().locks()) {
      entities += same("LOCK", lock.key(), lock);
    }
    watch.check(entities == rows.size(), "I10", entities, "entities and rows", rows.keySet());
  }

  private int same(String kind, String id, Object entity) {
    Object row = rows.get(new Pair(kind, id));
    watch.check(entity.equals(row), "I10", kind, id, "is", entity, "and its row", row);
    return 1;
  }
}
