package io.gaia.core;

import io.gaia.core.command.Command;
import io.gaia.core.command.LockCommand;
import io.gaia.core.command.SessionCommand;
import io.gaia.core.command.TaskCommand;
import io.gaia.core.event.Event;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.Affinity;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the outside world may rely on, kept as the outside world sees it: from commands, replies and
 * events. {@link #after} is called with every applied entry and compares it with the state.
 */
final class Invariants {
  private record Fenced(String id, long fence) {}

  private final Map<String, Long> lastFences = new TreeMap<>();
  private final Map<String, Fenced> liveClaims = new TreeMap<>();
  private final Map<String, String> keys = new TreeMap<>();

  private record Answer(Reply reply, long atLedMs) {}

  private final Map<String, Answer> answers = new TreeMap<>();
  private final Map<String, TaskCommand.EnqueueTask> wishes = new TreeMap<>();
  private final Map<String, Integer> completions = new TreeMap<>();
  private final Watch watch;
  private final Promises promises;
  private final EventFold fold;

  Invariants(Watch watch) {
    this.watch = watch;
    promises = new Promises(watch);
    fold = new EventFold(watch);
  }

  /**
   * @param realMs as the clients' own clocks measure
   */
  void after(View before, Batch batch, ApplyResult result, View now, long realMs) {
    promises.time(realMs, Math.max(before.nowMs(), batch.leaderTimeMs()));
    for (int i = 0; i < batch.requests().size(); i++) {
      remember(batch.requests().get(i).command(), result.replies().get(i));
    }
    for (RecordedEvent recorded : result.events()) {
      follow(recorded, now);
    }
    for (int i = 0; i < batch.requests().size(); i++) {
      Request request = batch.requests().get(i);
      Reply reply = result.replies().get(i);
      if (isRepeated(request, reply, result, before, now)) {
        continue;
      }
      fencesGrow(reply);
      keysAreKept(request.command(), reply, now);
      promises.heard(request.command(), reply, now);
      if (batch.requests().size() == 1) {
        staleFencesChangeNothing(request.command(), reply, before, now, fell(result, reply));
        nobodyIsPassedOver(request.command(), reply, before, now);
      }
    }
    for (ApplyResult.Settled settled : result.settled()) {
      // who has left heard nothing: its retry is a new request
      answers.computeIfPresent(
          settled.requestId(),
          (id, waiting) ->
              now.isAnswerKept(id) ? new Answer(settled.reply(), waiting.atLedMs()) : null);
      fencesGrow(settled.reply());
      promises.settled(settled.reply());
    }
    fold.follow(result, now);
    eachTask(now);
  }

  private void remember(Command command, Reply reply) {
    if (command instanceof TaskCommand.EnqueueTask enqueue
        && reply instanceof Reply.Enqueued enqueued
        && enqueued.created()) {
      wishes.putIfAbsent(enqueued.taskId(), enqueue);
    }
  }

  private void follow(RecordedEvent recorded, View now) {
    Event event = recorded.event();
    promises.keep(recorded);
    if (event instanceof TaskEvent.TaskClaimed claimed) {
      String id = claimed.taskId();
      watch.check(!liveClaims.containsKey(id), "I1", id, "claimed twice:", liveClaims.get(id));
      liveClaims.put(id, new Fenced(claimed.claim().sessionId(), claimed.claim().fence()));
      dependenciesHold(id, now);
    } else if (endsClaim(event)) {
      liveClaims.remove(event.entityId());
    }
    if (event instanceof TaskEvent.TaskCompleted completed) {
      int times = completions.merge(completed.taskId(), 1, Integer::sum);
      watch.check(times == 1, "I5", completed.taskId(), "completed", times, "times");
    }
  }

  private static boolean endsClaim(Event event) {
    return event instanceof TaskEvent.TaskCompleted
        || event instanceof TaskEvent.TaskRetryScheduled
        || event instanceof TaskEvent.TaskFailed
        || event instanceof TaskEvent.TaskLost
        || event instanceof TaskEvent.TaskReleased
        || event instanceof TaskEvent.TaskCancelled;
  }

  private void dependenciesHold(String taskId, View now) {
    for (String dependency : wishes.get(taskId).spec().dependsOn()) {
      boolean completed =
          now.task(dependency)
              .map(Task::status)
              .or(() -> now.outcome(dependency).map(outcome -> outcome.status()))
              .filter(status -> status == TaskStatus.COMPLETED)
              .isPresent();
      watch.check(completed, "I11", taskId, "claimed before", dependency, "completed");
    }
  }

  /**
   * The same request id gets the same reply, as long as it is kept. Who waits is settled once; in
   * the entry that does it, a repetition may stand before or behind.
   */
  private boolean isRepeated(
      Request request, Reply reply, ApplyResult result, View before, View now) {
    if (request.requestId().isEmpty() || !isKept(request.command(), reply, before)) {
      return false;
    }
    String id = request.requestId().get();
    Answer first = answers.get(id);
    if (first == null || now.ledMs() - first.atLedMs() >= Coordination.REPLY_KEPT_MS) {
      answers.put(id, new Answer(reply, now.ledMs()));
      return false;
    }
    boolean settledNow =
        first.reply() instanceof Reply.Waiting
            && result.settled().stream().anyMatch(settled -> settled.requestId().equals(id));
    watch.check(
        settledNow || first.reply().equals(reply),
        "request ids",
        request,
        "was answered",
        first.reply(),
        "and then",
        reply);
    return true;
  }

  private static boolean isKept(Command command, Reply reply, View before) {
    boolean foundNothing = reply instanceof Reply.Claimed claimed && claimed.tasks().isEmpty();
    boolean mayFindMore =
        before.formatVersion() < 2
            || command instanceof TaskCommand.ClaimTasks claim && claim.waits();
    return !(command instanceof SessionCommand.Heartbeat) && !(foundNothing && mayFindMore);
  }

  private void fencesGrow(Reply reply) {
    if (reply instanceof Reply.Claimed claimed) {
      claimed.tasks().forEach(one -> fenceGrows(one.taskId(), one.fence()));
    } else if (reply instanceof Reply.Locked locked && !locked.renewed()) {
      fenceGrows(locked.key(), locked.fence());
    }
  }

  private void fenceGrows(String id, long fence) {
    watch.check(fence > lastFences.getOrDefault(id, 0L), "I2", id, "has fence", fence, "again");
    lastFences.merge(id, fence, Math::max);
  }

  private void keysAreKept(Command command, Reply reply, View now) {
    if (command instanceof TaskCommand.EnqueueTask enqueue
        && reply instanceof Reply.Enqueued enqueued) {
      enqueue
          .spec()
          .idempotencyKey()
          .ifPresent(
              key -> {
                String first = keys.putIfAbsent(key, enqueued.taskId());
                watch.check(
                    first == null || first.equals(enqueued.taskId()),
                    "I4",
                    key,
                    "made",
                    first,
                    "and",
                    enqueued.taskId());
              });
      boolean known =
          now.task(enqueued.taskId()).isPresent() || now.outcome(enqueued.taskId()).isPresent();
      watch.check(known, "I4", enqueued.taskId(), "was acknowledged and is lost");
    }
  }

  /** What fell due in an entry whose command was refused: time changed it, not the command. */
  private static Set<String> fell(ApplyResult result, Reply reply) {
    Set<String> ids = new HashSet<>();
    if (reply instanceof Reply.Refused) {
      result.events().forEach(recorded -> ids.add(recorded.event().entityId()));
    }
    return ids;
  }

  private void staleFencesChangeNothing(
      Command command, Reply reply, View before, View now, Set<String> fell) {
    if (fell.contains(command.subject())) {
      return;
    }
    if (command instanceof TaskCommand.CompleteTask c) {
      staleTask(c.taskId(), c.sessionId(), c.fence(), reply, before, now);
    } else if (command instanceof TaskCommand.FailTask c) {
      staleTask(c.taskId(), c.sessionId(), c.fence(), reply, before, now);
    } else if (command instanceof TaskCommand.ReleaseTask c) {
      staleTask(c.taskId(), c.sessionId(), c.fence(), reply, before, now);
    } else if (command instanceof LockCommand.ReleaseLock c) {
      boolean held =
          before
              .lock(c.key())
              .filter(l -> l.fence() == c.fence() && l.ownerId().equals(c.sessionId()))
              .isPresent();
      watch.check(
          held || before.lock(c.key()).equals(now.lock(c.key())),
          "I3",
          "a stale release changed",
          c.key());
    }
  }

  private void staleTask(
      String id, String session, long fence, Reply reply, View before, View now) {
    boolean live =
        before
            .task(id)
            .flatMap(Task::claim)
            .filter(claim -> claim.fence() == fence && claim.sessionId().equals(session))
            .isPresent();
    watch.check(
        live || before.task(id).equals(now.task(id)),
        "I3",
        "fence",
        fence,
        "of",
        session,
        "changed",
        id,
        reply);
  }

  /** The task given is the best of all that the session may have, computed the slow way. */
  private void nobodyIsPassedOver(Command command, Reply reply, View before, View now) {
    if (command instanceof TaskCommand.ClaimTasks claim
        && claim.max() == 1
        && before.index() + 1 == now.index()
        && reply instanceof Reply.Claimed claimed
        && !claimed.tasks().isEmpty()
        && before.task(claimed.tasks().get(0).taskId()).filter(Task::queued).isPresent()) {
      Session session = before.session(claim.sessionId()).orElseThrow();
      Task given = before.task(claimed.tasks().get(0).taskId()).orElseThrow();
      for (Task other : before.image().tasks()) {
        if (mayTake(other, session, claim, before)) {
          boolean better = cost(other, session, before) < cost(given, session, before);
          watch.check(!better, "I11", session.id(), "got", given.id(), "before", other.id());
        }
      }
    }
  }

  private static boolean mayTake(
      Task task, Session session, TaskCommand.ClaimTasks claim, View view) {
    Optional<String> lesson = task.spec().lessonId();
    return task.queued()
        && task.spec().requires().matches(session.profile())
        && task.spec().targetSessionId().map(session.id()::equals).orElse(true)
        && !lesson.flatMap(view::lesson).map(l -> l.paused()).orElse(false)
        && claim.lessonId().map(id -> lesson.equals(Optional.of(id))).orElse(true);
  }

  private static long cost(Task task, Session session, View view) {
    boolean own =
        task.spec().lessonId().isPresent()
            && task.spec().lessonId().equals(session.profile().lessonId());
    long score =
        task.spec()
            .lessonId()
            .flatMap(lesson -> view.affinity(session.id(), lesson))
            .map(Affinity::score)
            .orElse(0);
    long bonusMs = view.settings().affinityBonusMs() * (own ? 100 : score) / 100;
    return task.enqueuedAtMs() - task.priority() * view.settings().agingMs() - bonusMs;
  }

  private void eachTask(View now) {
    Map<String, Integer> claims = new TreeMap<>();
    for (Task task : now.image().tasks()) {
      watch.check(
          task.status().isClaimed() == task.claim().isPresent(),
          "I1",
          task.id(),
          task.status(),
          task.claim());
      Optional<Fenced> live = Optional.ofNullable(liveClaims.get(task.id()));
      watch.check(
          live.map(Fenced::id).equals(task.claim().map(claim -> claim.sessionId())),
          "I1",
          task.id(),
          "is held by",
          task.claim(),
          "and was given to",
          live);
      task.claim().ifPresent(claim -> claims.merge(claim.sessionId(), 1, Integer::sum));
      int maxRetries =
          wishes.get(task.id()).spec().maxRetries().orElse(now.settings().maxRetries());
      watch.check(task.retryCount() <= maxRetries, "I5", task.id(), "retried too often");
      watch.check(
          task.lostCount() <= now.settings().maxLost() + 1, "I5", task.id(), "lost too often");
    }
    for (Session session : now.sessions()) {
      int held = claims.getOrDefault(session.id(), 0);
      watch.check(held == session.currentTaskCount(), "I1", session.id(), "holds", held);
      watch.check(session.lives() || held == 0, "I1", "dead", session.id(), "holds", held);
    }
    for (Lock lock : now.locks()) {
      List<String> waiting = lock.waiters().stream().map(w -> w.sessionId()).toList();
      boolean allLive =
          waiting.stream().allMatch(id -> now.session(id).filter(Session::lives).isPresent());
      watch.check(allLive, "I1", "the dead wait for", lock.key(), waiting);
    }
  }
}
