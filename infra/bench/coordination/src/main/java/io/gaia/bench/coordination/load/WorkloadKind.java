package io.gaia.bench.coordination.load;

/** What a run of the load generator does. */
public enum WorkloadKind {
  /** Enqueues tasks and leaves them waiting. */
  FILL,
  /** Tasks go through: enqueue, claim, complete. */
  TASKS,
  /** Each client takes and releases a lock of its own. */
  LOCKS,
  /** Each client writes 200 B, again and again. */
  WRITES,
  /** Many sessions send heartbeats, some of them work. */
  SESSIONS
}
