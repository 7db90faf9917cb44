package io.gaia.server.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gaia.core.model.EntityKind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All rows of the tables at one moment, by kind and key, to be compared with the HTTP resources
 * field by field: numbers as numbers, times as moments, and absent as null.
 *
 * @param position that stands beside them
 */
public record TableContents(
    Position position, Map<EntityKind, Map<String, Map<String, Object>>> rows) {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .reader();

  private static final Map<EntityKind, String> TABLES =
      Map.of(
          EntityKind.SESSION, "claude_sessions",
          EntityKind.LESSON, "lessons",
          EntityKind.TASK, "distributed_task_queue",
          EntityKind.LOCK, "distributed_locks",
          EntityKind.AFFINITY, "session_affinity");

  /** Columns of the tables' own. */
  private static final Set<String> OWN = Set.of("row_digest", "updated_at");

  private static final Map<String, String> LOCK_COLUMNS =
      Map.of("key", "lock_key", "session_id", "owner_id");

  public static TableContents read(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      Position position = Position.NONE;
      try (ResultSet row = statement.executeQuery("select term, index from projection_position")) {
        if (row.next()) {
          position = new Position(row.getLong(1), row.getLong(2));
        }
      }
      Map<EntityKind, Map<String, Map<String, Object>>> rows = new EnumMap<>(EntityKind.class);
      for (EntityKind kind : EntityKind.values()) {
        Map<String, Map<String, Object>> table = new TreeMap<>();
        try (ResultSet each =
            statement.executeQuery("select to_jsonb(t) from " + TABLES.get(kind) + " t")) {
          while (each.next()) {
            JsonNode json = READER.readTree(each.getString(1));
            table.put(key(kind, json), columns(kind, json));
          }
        } catch (JsonProcessingException e) {
          throw new AssertionError(e);
        }
        rows.put(kind, table);
      }
      connection.rollback();
      return new TableContents(position, rows);
    }
  }

  /** Every resource has its row, with the same fields, and no row is without one. */
  public void assertEqualTo(Map<EntityKind, List<JsonNode>> resources) {
    for (EntityKind kind : EntityKind.values()) {
      Map<String, Map<String, Object>> expected = new TreeMap<>();
      for (JsonNode resource : resources.get(kind)) {
        expected.put(key(kind, resource), columns(kind, resource));
      }
      assertThat(rows.get(kind)).as(TABLES.get(kind) + " at " + position).isEqualTo(expected);
    }
  }

  private static String key(EntityKind kind, JsonNode json) {
    return switch (kind) {
      case SESSION, LESSON, TASK -> json.get("id").asText();
      case LOCK -> (json.has("key") ? json.get("key") : json.get("lock_key")).asText();
      case AFFINITY -> json.get("session_id").asText() + " " + json.get("lesson_id").asText();
    };
  }

  private static Map<String, Object> columns(EntityKind kind, JsonNode json) {
    Map<String, Object> columns = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String column =
          kind == EntityKind.LOCK
              ? LOCK_COLUMNS.getOrDefault(field.getKey(), field.getKey())
              : field.getKey();
      boolean own =
          OWN.contains(column) || (column.equals("created_at") && kind != EntityKind.LESSON);
      if (!own && !field.getValue().isNull()) {
        columns.put(column, isTime(column) ? time(field.getValue()) : plain(field.getValue()));
      }
    }
    return columns;
  }

  private static boolean isTime(String column) {
    return column.endsWith("_at") || column.startsWith("last_");
  }

  private static Object time(JsonNode text) {
    return OffsetDateTime.parse(text.asText()).toInstant();
  }

  private static Object plain(JsonNode json) {
    if (json.isNumber()) {
      return new BigDecimal(json.asText()).stripTrailingZeros();
    }
    if (json.isObject()) {
      Map<String, Object> members = new TreeMap<>();
      json.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue())));
      return members;
    }
    if (json.isArray()) {
      List<Object> elements = new java.util.ArrayList<>();
      Iterator<JsonNode> each = json.elements();
      while (each.hasNext()) {
        elements.add(plain(each.next()));
      }
      return elements;
    }
    return json.isTextual() ? json.textValue() : json.toString();
  }
}
