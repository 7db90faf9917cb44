package io.gaia.bench.coordination.subject;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A task in a client's hands.
 *
 * @param fence 0 where there is none
 */
public record Held(String id, long fence) {

  /** What Gaia's answer to a claim says. */
  static List<Held> of(JsonNode claims) {
    List<Held> held = new ArrayList<>();
    for (JsonNode task : claims.required("tasks")) {
      held.add(new Held(task.required("id").textValue(), task.required("fence").longValue()));
    }
    return held;
  }
}
