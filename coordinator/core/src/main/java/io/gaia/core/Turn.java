package io.gaia.core;

import io.gaia.core.event.Event;
import io.gaia.core.event.LessonEvent;
import io.gaia.core.event.TaskEvent;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * One log entry's turn at the state. The rules read the state and {@link #emit} events; an event
 * changes the state at once, so that the next rule reads the truth. A command is refused before its
 * first event or not at all: a refusal changes nothing.
 */
final class Turn {
  final State state;
  private final Evolution evolution;
  private final List<RecordedEvent> events = new ArrayList<>();
  private final List<String> touchedTasks = new ArrayList<>();
  private final List<ApplyResult.Settled> settled = new ArrayList<>();
  private Optional<String> requestId = Optional.empty();
  private boolean emitted;

  Turn(State state, Evolution evolution) {
    this.state = state;
    this.evolution = evolution;
  }

  /** The next command: it may be refused again. */
  void begin(Optional<String> ofRequestId) {
    requestId = ofRequestId;
    emitted = false;
  }

  /** Of the command that is being decided. */
  Optional<String> requestId() {
    return requestId;
  }

  void emit(Event event) {
    emitted = true;
    evolution.evolve(event);
    if (event instanceof TaskEvent) {
      touchedTasks.add(event.entityId());
    }
    if (event.published()) {
      events.add(new RecordedEvent(state.index, events.size(), state.nowMs, event));
    }
  }

  Reply refuse(Refusal refusal) {
    if (emitted) {
      throw new IllegalStateException("refused after an event: " + refusal);
    }
    return new Reply.Refused(refusal);
  }

  Reply refuse(Refusal.Code code, String detail) {
    return refuse(Refusal.of(code, detail));
  }

  /** Answers a request that was told to wait. */
  void settle(Optional<String> requestId, Reply reply) {
    requestId.ifPresent(
        id -> {
          Mentioned mentioned = Mentioned.by(reply, state);
          settled.add(new ApplyResult.Settled(id, reply, mentioned));
          state
              .replies
              .get(id)
              .ifPresent(
                  waiting -> state.replies = state.replies.put(id, waiting.with(reply, mentioned)));
        });
  }

  /** A retry of that request is decided anew: nobody has heard the answer. */
  void forget(Optional<String> ofRequestId) {
    ofRequestId.ifPresent(id -> state.replies = state.replies.remove(id));
  }

  ApplyResult result(List<Reply> replies, List<Mentioned> mentioned) {
    return new ApplyResult(
        state.index,
        List.copyOf(replies),
        List.copyOf(mentioned),
        List.copyOf(events),
        touchedTasks.stream().distinct().filter(this::isReady).toList(),
        List.copyOf(settled));
  }

  private boolean isReady(String taskId) {
    return state.tasks.get(taskId).filter(Task::queued).isPresent();
  }

  /** The rule for a session that lives and, if told, is of that incarnation; else the refusal. */
  Reply living(String sessionId, OptionalLong incarnation, Function<Session, Reply> rule) {
    Optional<Session> session = state.sessions.get(sessionId);
    if (session.isEmpty()) {
      return notFound("session", sessionId);
    }
    if (incarnation.isPresent() && incarnation.getAsLong() != session.get().incarnation()) {
      return refuse(
          Refusal.Code.STALE_FENCE,
          "session "
              + sessionId
              + " came back as incarnation "
              + session.get().incarnation()
              + "; this one is fenced off");
    }
    if (!session.get().lives()) {
      return refuse(
          Refusal.Code.WRONG_STATE,
          "session " + sessionId + " is " + session.get().status().wireName() + ": register again");
    }
    return rule.apply(session.get());
  }

  Reply notFound(String what, String id) {
    return refuse(Refusal.Code.NOT_FOUND, "there is no " + what + " " + id);
  }

  /** Naming a lesson makes it. */
  void ensureLesson(Optional<String> lessonId) {
    lessonId
        .filter(id -> !state.lessons.has(id))
        .ifPresent(id -> emit(new LessonEvent.LessonCreated(id, id, 0, "{}")));
  }
}
