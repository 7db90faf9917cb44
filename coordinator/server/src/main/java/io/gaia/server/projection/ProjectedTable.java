package io.gaia.server.projection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.core.model.EntityKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables and how they are written: many rows in one statement, as a JSON array whose fields
 * PostgreSQL turns into the columns of the same names.
 */
enum ProjectedTable {
  SESSIONS(
      EntityKind.SESSION,
      "claude_sessions",
      "id",
      """
      name user_id tier provider capabilities status health stalled lesson_id time_window
      max_concurrent_tasks current_task_count consecutive_failures registered_at last_heartbeat
      last_progress lease_expires_at incarnation metadata statistics reason\
      """,
      true),
  LESSONS(
      EntityKind.LESSON,
      "lessons",
      "id",
      """
      title priority paused metadata created_at tasks_total tasks_completed tasks_failed
      tasks_cancelled\
      """,
      true),
  TASKS(
      EntityKind.TASK,
      "distributed_task_queue",
      "id",
      """
      idempotency_key task_type payload priority lesson_id target_session_id requires depends_on
      blocked_by run_at status enqueued_at claimed_by fence claimed_at started_at claim_expires_at
      finished_at attempt retry_count lost_count max_retries progress checkpoint result error
      cancel_requested attempts\
      """,
      true),
  LOCKS(
      EntityKind.LOCK,
      "distributed_locks",
      "lock_key",
      "owner_id fence acquired_at expires_at ttl_seconds renewed_count metadata waiting",
      false),
  AFFINITIES(
      EntityKind.AFFINITY, "session_affinity", "session_id lesson_id", "score time_window", false);

  private static final String DIGEST = "row_digest";

  private final EntityKind kind;
  private final String keyColumns;
  private final String add;
  private final String upsert;
  private final String delete;
  private final String scan;

  /**
   * @param keyColumns parted by blanks
   * @param columns the others, parted by blanks
   * @param dated whether the table has a column updated_at
   */
  ProjectedTable(EntityKind kind, String table, String keyColumns, String columns, boolean dated) {
    this.kind = kind;
    this.keyColumns = keyColumns;
    List<String> key = List.of(keyColumns.split(" ", -1));
    List<String> values = new ArrayList<>(List.of(columns.split("\\s+")));
    values.add(DIGEST);
    List<String> all = new ArrayList<>(key);
    all.addAll(values);
    String insert =
        "insert into %1$s (%2$s) select %2$s from jsonb_populate_recordset(null::%1$s, ?::jsonb)"
            .formatted(table, String.join(", ", all));
    add = insert + " on conflict do nothing";
    upsert =
        insert
            + " on conflict (%s) do update set ".formatted(String.join(", ", key))
            + values.stream()
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "))
            + (dated ? ", updated_at = now()" : "");
    delete =
        "delete from %1$s kept using jsonb_populate_recordset(null::%1$s, ?::jsonb) gone where "
                .formatted(table)
            + key.stream()
                .map(column -> "kept.%1$s = gone.%1$s".formatted(column))
                .collect(Collectors.joining(" and "));
    scan = "select %s, %s from %s".formatted(String.join(" || ' ' || ", key), DIGEST, table);
  }

  static ProjectedTable of(EntityKind kind) {
    return switch (kind) {
      case SESSION -> SESSIONS;
      case LESSON -> LESSONS;
      case TASK -> TASKS;
      case LOCK -> LOCKS;
      case AFFINITY -> AFFINITIES;
    };
  }

  EntityKind kind() {
    return kind;
  }

  /** Takes a JSON array of rows; those that are there stay as they are. */
  String add() {
    return add;
  }

  /** Takes a JSON array of rows; those that are there are replaced. */
  String upsert() {
    return upsert;
  }

  /** Takes a JSON array of {@link #keyJson keys}. */
  String delete() {
    return delete;
  }

  /** Gives the entity's id and the digest of every row. */
  String scan() {
    return scan;
  }

  /** The key's columns of the entity of that id, as JSON. */
  String keyJson(String id) {
    String[] columns = keyColumns.split(" ", -1);
    String[] parts = id.split(" ", columns.length);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < columns.length; i++) {
      json.put(columns[i], parts[i]);
    }
    return json.toString();
  }
}
