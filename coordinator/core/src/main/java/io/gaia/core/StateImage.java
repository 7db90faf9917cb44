package io.gaia.core;

import io.gaia.core.model.Affinity;
import io.gaia.core.model.Change;
import io.gaia.core.model.IdempotencyRecord;
import io.gaia.core.model.Lesson;
import io.gaia.core.model.Lock;
import io.gaia.core.model.Session;
import io.gaia.core.model.Task;
import io.gaia.core.model.TaskOutcome;

/**
 * The whole state as plain records: what a snapshot holds. Each part iterates in the order of its
 * key, so equal states encode to equal bytes. It is immutable and costs nothing to take; the parts
 * may be iterated on any thread, as often as needed.
 */
public record StateImage(
    Counters counters,
    Settings settings,
    Iterable<Session> sessions,
    Iterable<Lesson> lessons,
    Iterable<Affinity> affinities,
    Iterable<Task> tasks,
    Iterable<Lock> locks,
    Iterable<IdempotencyRecord> idempotency,
    Iterable<TaskOutcome> outcomes,
    Iterable<StoredReply> replies,
    Iterable<Change> changes) {

  static StateImage of(State state) {
    return new StateImage(
        new Counters(
            state.index,
            state.nowMs,
            state.fence,
            state.sequence,
            state.projectedIndex,
            state.term,
            state.leaderId,
            state.queuePaused,
            state.relayedIndex,
            state.relayedOrdinal,
            state.movedMs,
            state.raisedFormat),
        state.settings,
        state.sessions,
        state.lessons,
        state.affinities,
        state.tasks,
        state.locks,
        state.idempotency,
        state.outcomes,
        state.replies,
        state.changes);
  }

  /**
   * The single values of the state.
   *
   * @param index of the last applied log entry
   * @param nowMs state time
   * @param fence the last one given out, to a task or a lock
   * @param sequence the last one given to a task
   * @param projectedIndex changes up to it are in PostgreSQL
   * @param term of the last leader
   * @param leaderId empty before the first election
   * @param relayedIndex events up to this index and {@code relayedOrdinal} are in Kafka; 0 before
   *     the first
   * @param movedMs how far state time has moved without passing, in all
   * @param formatVersion what every member of the group can read; 0 until it is first raised
   */
  public record Counters(
      long index,
      long nowMs,
      long fence,
      long sequence,
      long projectedIndex,
      long term,
      String leaderId,
      boolean queuePaused,
      long relayedIndex,
      int relayedOrdinal,
      long movedMs,
      int formatVersion) {}
}
