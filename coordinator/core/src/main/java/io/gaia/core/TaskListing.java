package io.gaia.core;

import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** Reads the lists of each status side by side, oldest task first. */
final class TaskListing {
  /** The head of one status' list. */
  private record Head(Task task, Iterator<String> rest) implements Comparable<Head> {
    @Override
    public int compareTo(Head other) {
      return Long.compare(task.sequence(), other.task.sequence());
    }
  }

  private final State state;
  private final TaskFilter filter;

  TaskListing(State state, TaskFilter filter) {
    this.state = state;
    this.filter = filter;
  }

  TaskPage page(long from, int limit) {
    PriorityQueue<Head> heads = new PriorityQueue<>();
    for (TaskStatus status : TaskStatus.values()) {
      if (filter.status().map(status::equals).orElse(true)) {
        advance(
            heads,
            status,
            state.indexes.byStatus.from(new Indexes.InStatus(status, from)).iterator());
      }
    }
    List<Task> page = new ArrayList<>();
    while (!heads.isEmpty()) {
      Head head = heads.remove();
      if (filter.admits(head.task())) {
        if (page.size() == limit) {
          return new TaskPage(List.copyOf(page), OptionalLong.of(head.task().sequence()));
        }
        page.add(head.task());
      }
      advance(heads, head.task().status(), head.rest());
    }
    return new TaskPage(List.copyOf(page), OptionalLong.empty());
  }

  private void advance(PriorityQueue<Head> heads, TaskStatus status, Iterator<String> list) {
    Optional<Task> next = list.hasNext() ? state.tasks.get(list.next()) : Optional.empty();
    next.filter(task -> task.status() == status).ifPresent(task -> heads.add(new Head(task, list)));
  }
}
