package io.gaia.core;

import io.gaia.core.map.OrderedMap;
import io.gaia.core.model.Provider;
import io.gaia.core.model.Requires;
import io.gaia.core.model.Task;
import io.gaia.core.model.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tasks that may be taken, in one queue for each lesson, target and requirement class. The
 * heads of all queues stand in order too, so that the best task for a session is found by looking
 * at a few heads. Immutable.
 */
final class ReadyQueues {
  static final ReadyQueues EMPTY = new ReadyQueues(OrderedMap.empty(), OrderedMap.empty());

  /** No lesson, or no target. */
  static final String NONE = "";

  /** A task's place in the order: the lowest rank, and of equal ranks the one enqueued first. */
  record Place(long rank, long sequence) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byRank = Long.compare(rank, other.rank);
      return byRank != 0 ? byRank : Long.compare(sequence, other.sequence);
    }
  }

  record Key(String lessonId, String target, String requires) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byLesson = lessonId.compareTo(other.lessonId);
      if (byLesson != 0) {
        return byLesson;
      }
      int byTarget = target.compareTo(other.target);
      return byTarget != 0 ? byTarget : requires.compareTo(other.requires);
    }
  }

  /** One queue, never empty. */
  record Queue(Key key, Requires requires, OrderedMap<Place, String> tasks) {
    Place head() {
      return tasks.firstKey().orElseThrow();
    }

    String headTaskId() {
      return tasks.firstValue().orElseThrow();
    }
  }

  private record Head(String target, Place place) implements Comparable<Head> {
    @Override
    public int compareTo(Head other) {
      int byTarget = target.compareTo(other.target);
      return byTarget != 0 ? byTarget : place.compareTo(other.place);
    }
  }

  private final OrderedMap<Key, Queue> queues;
  private final OrderedMap<Head, Key> heads;

  private ReadyQueues(OrderedMap<Key, Queue> queues, OrderedMap<Head, Key> heads) {
    this.queues = queues;
    this.heads = heads;
  }

  static ReadyQueues of(List<Task> tasks) {
    Map<Key, Requires> requires = new TreeMap<>();
    Map<Key, List<Map.Entry<Place, String>>> places = new TreeMap<>();
    for (Task task : tasks) {
      Key key = keyOf(task);
      requires.put(key, task.spec().requires());
      places
          .computeIfAbsent(key, absent -> new ArrayList<>())
          .add(Map.entry(placeOf(task), task.id()));
    }
    ReadyQueues queues = EMPTY;
    for (Map.Entry<Key, Requires> queue : requires.entrySet()) {
      queues =
          queues.replaced(
              queue.getKey(),
              queue.getValue(),
              OrderedMap.empty(),
              OrderedMap.ofEntries(places.get(queue.getKey())));
    }
    return queues;
  }

  /** The queues of that target (or of none), best head first. */
  Iterable<Key> byHead(String target) {
    return heads.from(new Head(target, new Place(Long.MIN_VALUE, 0)));
  }

  Queue queue(Key key) {
    return queues.get(key).orElseThrow();
  }

  /** The queues of that lesson and of all that follow it. */
  Iterable<Queue> fromLesson(String lessonId) {
    return queues.from(new Key(lessonId, NONE, ""));
  }

  ReadyQueues with(Task task) {
    Key key = keyOf(task);
    OrderedMap<Place, String> before =
        queues.get(key).map(Queue::tasks).orElseGet(OrderedMap::empty);
    return replaced(key, task.spec().requires(), before, before.put(placeOf(task), task.id()));
  }

  ReadyQueues without(Task task) {
    Queue queue = queue(keyOf(task));
    return replaced(
        queue.key(), queue.requires(), queue.tasks(), queue.tasks().remove(placeOf(task)));
  }

  private ReadyQueues replaced(
      Key key,
      Requires requires,
      OrderedMap<Place, String> before,
      OrderedMap<Place, String> after) {
    OrderedMap<Head, Key> newHeads = heads;
    if (!before.firstKey().equals(after.firstKey())) {
      if (!before.isEmpty()) {
        newHeads = newHeads.remove(new Head(key.target(), before.firstKey().orElseThrow()));
      }
      if (!after.isEmpty()) {
        newHeads = newHeads.put(new Head(key.target(), after.firstKey().orElseThrow()), key);
      }
    }
    return new ReadyQueues(
        after.isEmpty() ? queues.remove(key) : queues.put(key, new Queue(key, requires, after)),
        newHeads);
  }

  private static Place placeOf(Task task) {
    return new Place(task.rank(), task.sequence());
  }

  private static Key keyOf(Task task) {
    return new Key(
        task.spec().lessonId().orElse(NONE),
        task.spec().targetSessionId().orElse(NONE),
        classOf(task.spec().requires()));
  }

  /** Equal requirements, equal text; names hold no line breaks. */
  private static String classOf(Requires requires) {
    if (requires.equals(Requires.NOTHING)) {
      return "";
    }
    return requires.tier().map(Tier::wireName).orElse("")
        + '\n'
        + requires.provider().map(Provider::wireName).orElse("")
        + '\n'
        + String.join("\n", requires.capabilities());
  }
}
