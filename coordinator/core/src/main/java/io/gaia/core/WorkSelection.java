package io.gaia.core;

import io.gaia.core.map.Pair;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Lesson;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which waiting task a session takes next. Only the heads of queues are looked at: among those that
 * the session may take, the lowest rank wins, where the session's own lessons count a bonus less.
 */
final class WorkSelection {
  private static final int FULL_AFFINITY = 100;
  private static final Predicate<String> NONE_LEFT_OUT = taskId -> false;

  private record Candidate(long rank, long sequence, String taskId) {
    boolean beats(Candidate other) {
      return rank != other.rank ? rank < other.rank : sequence < other.sequence;
    }
  }

  private final State state;
  private final Session session;
  private final Predicate<String> isLeftOut;
  private Optional<Candidate> best = Optional.empty();

  private WorkSelection(State state, Session session, Predicate<String> isLeftOut) {
    this.state = state;
    this.session = session;
    this.isLeftOut = isLeftOut;
  }

  /** Empty when there is no task for it now, or it takes none. */
  static Optional<Task> next(State state, Session session, Optional<String> lessonId) {
    return next(state, session, lessonId, NONE_LEFT_OUT);
  }

  /**
   * @param isLeftOut tells the tasks that do not count
   */
  static Optional<Task> next(
      State state, Session session, Optional<String> lessonId, Predicate<String> isLeftOut) {
    if (state.queuePaused || session.room(state.nowMs) == 0) {
      return Optional.empty();
    }
    WorkSelection selection = new WorkSelection(state, session, isLeftOut);
    if (lessonId.isPresent()) {
      selection.consider(lessonId.get(), 0);
    } else {
      selection.considerHeads(ReadyQueues.NONE);
      selection.considerHeads(session.id());
      session
          .profile()
          .lessonId()
          .ifPresent(own -> selection.consider(own, state.settings.affinityBonusMs()));
      for (Affinity affinity : state.affinitiesOf(session.id())) {
        selection.consider(affinity.lessonId(), bonusMs(state, affinity));
      }
    }
    return selection.best.flatMap(candidate -> state.tasks.get(candidate.taskId()));
  }

  /** What a lesson's tasks are nearer to a session: all of the bonus for the one it is here for. */
  static long bonusMs(State state, Session session, String lessonId) {
    if (session.profile().lessonId().equals(Optional.of(lessonId))) {
      return state.settings.affinityBonusMs();
    }
    return state
        .affinities
        .get(new Pair(session.id(), lessonId))
        .map(affinity -> bonusMs(state, affinity))
        .orElse(0L);
  }

  private static long bonusMs(State state, Affinity affinity) {
    boolean active = affinity.timeWindow().map(w -> w.contains(state.nowMs)).orElse(true);
    return active ? state.settings.affinityBonusMs() * affinity.score() / FULL_AFFINITY : 0;
  }

  /** Heads come in the order of rank: the first that fits is the best of them. */
  private void considerHeads(String target) {
    for (ReadyQueues.Key key : state.indexes.ready.byHead(target)) {
      if (!key.target().equals(target)) {
        return;
      }
      ReadyQueues.Queue queue = state.indexes.ready.queue(key);
      if (fits(queue) && offer(queue, 0)) {
        return;
      }
    }
  }

  private void consider(String lessonId, long bonusMs) {
    for (ReadyQueues.Queue queue : state.indexes.ready.fromLesson(lessonId)) {
      if (!queue.key().lessonId().equals(lessonId)) {
        return;
      }
      String target = queue.key().target();
      if ((target.equals(ReadyQueues.NONE) || target.equals(session.id())) && fits(queue)) {
        offer(queue, bonusMs);
      }
    }
  }

  private boolean fits(ReadyQueues.Queue queue) {
    boolean paused = state.lessons.get(queue.key().lessonId()).map(Lesson::paused).orElse(false);
    return !paused && queue.requires().matches(session.profile());
  }

  /** False when all of its tasks are left out. */
  private boolean offer(ReadyQueues.Queue queue, long bonusMs) {
    if (isLeftOut == NONE_LEFT_OUT) {
      consider(queue.head(), queue.headTaskId(), bonusMs);
      return true;
    }
    for (String taskId : queue.tasks()) {
      if (!isLeftOut.test(taskId)) {
        Task task = state.tasks.get(taskId).orElseThrow();
        consider(new ReadyQueues.Place(task.rank(), task.sequence()), taskId, bonusMs);
        return true;
      }
    }
    return false;
  }

  private void consider(ReadyQueues.Place place, String taskId, long bonusMs) {
    Candidate candidate = new Candidate(place.rank() - bonusMs, place.sequence(), taskId);
    if (best.isEmpty() || candidate.beats(best.get())) {
      best = Optional.of(candidate);
    }
  }
}
