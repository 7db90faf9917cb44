package io.gaia.server.coordination;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.gaia.core.View;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.EntityKind;
import io.gaia.core.model.Lesson;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.projection.Row;
import io.gaia.server.projection.RowSource;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;

/** Rows are the resources as clients see them, so that SQL and HTTP never tell two stories. */
final class ResourceRows implements RowSource {

  /** A lock's row; its columns had their names before the resource had its own. */
  private record LockRow(String lockKey, String ownerId, @JsonUnwrapped LockJson lock) {
    static LockRow of(View view, Lock lock) {
      return new LockRow(lock.key(), lock.ownerId(), LockJson.of(lock, view.promisedEndMs(lock)));
    }
  }

  @Override
  public Optional<Row> row(View view, EntityKind kind, String id) {
    Optional<?> resource =
        switch (kind) {
          case SESSION -> view.session(id).map(SessionJson::of);
          case LESSON -> view.lesson(id).map(LessonJson::of);
          case TASK -> view.task(id).map(TaskJson::of);
          case LOCK -> view.lock(id).map(lock -> LockRow.of(view, lock));
          case AFFINITY -> affinity(view, id).map(AffinityJson::of);
        };
    return resource.map(found -> new Row(id, json(found)));
  }

  /** The id of an affinity is its session's, a blank, and its lesson's. */
  private static Optional<Affinity> affinity(View view, String id) {
    int blank = id.indexOf(' ');
    return view.affinity(id.substring(0, blank), id.substring(blank + 1));
  }

  @Override
  public Iterable<String> ids(View view, EntityKind kind) {
    return switch (kind) {
      case SESSION -> mapped(view.sessions(), Session::id);
      case LESSON -> mapped(view.lessons(), Lesson::id);
      case TASK -> mapped(view.tasks(), Task::id);
      case LOCK -> mapped(view.locks(), Lock::key);
      case AFFINITY ->
          mapped(view.affinities(), affinity -> affinity.sessionId() + " " + affinity.lessonId());
    };
  }

  private static <E> Iterable<String> mapped(Iterable<E> entities, Function<E, String> id) {
    return () -> {
      Iterator<E> each = entities.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return each.hasNext();
        }

        @Override
        public String next() {
          return id.apply(each.next());
        }
      };
    };
  }

  private static String json(Object resource) {
    try {
      return EventCodec.mapper().writeValueAsString(resource);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a resource can always be written", e);
    }
  }
}
