package io.gaia.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Alerts for reading: who, where, how bad, why. */
final class AlertRows {

  private static final Table TABLE =
      new Table("since", "level", "state", "classroom", "who", "item", "score", "why", "id");

  private AlertRows() {}

  static String table(Iterable<JsonNode> alerts) {
    List<JsonNode> rows = new ArrayList<>();
    alerts.forEach(
        alert -> {
          ObjectNode row = EventCodec.mapper().createObjectNode();
          row.put("since", seconds(alert.path("since").asText("-")));
          row.put("level", alert.path("level").asText("-"));
          row.put("state", alert.path("state").asText("-"));
          row.put("classroom", alert.path("classroom_id").asText("-"));
          row.put("who", who(alert));
          row.put("item", alert.path("item_id").asText("-"));
          row.put("score", alert.path("score").asText("-"));
          row.put("why", why(alert));
          row.put("id", alert.path("id").asText("-"));
          rows.add(row);
        });
    return TABLE.render(rows);
  }

  /** One alert event on one line. */
  static String line(JsonNode event) {
    String type = event.path("type").asText();
    return "%s  %-12s  %-8s  %s  %s  %s  %s"
        .formatted(
            seconds(event.path("at").asText("-")),
            type.substring(type.lastIndexOf('.') + 1),
            event.path("level").asText("-"),
            event.path("classroom_id").asText("-"),
            who(event),
            event.path("item_id").asText("-"),
            why(event))
        .stripTrailing();
  }

  private static String who(JsonNode alert) {
    return alert.path("kind").asText().equals("class")
        ? "class (" + alert.path("students").size() + " students)"
        : alert.path("student_id").asText("-");
  }

  private static String why(JsonNode alert) {
    return StreamSupport.stream(alert.path("reasons").spliterator(), false)
        .map(reason -> reason.path("text").asText())
        .collect(Collectors.joining("; "));
  }

  private static String seconds(String time) {
    return time.replaceFirst("\\.\\d+Z$", "Z");
  }
}
