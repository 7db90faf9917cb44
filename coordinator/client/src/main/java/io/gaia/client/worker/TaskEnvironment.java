package io.gaia.client.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.coordination.Task;
import java.util.Map;
import java.util.TreeMap;

/** What a command learns about its task. */
final class TaskEnvironment {

  private TaskEnvironment() {}

  /** Variables; each is below the 128 KiB that Linux takes for one. */
  static Map<String, String> variables(Task task) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("GAIA_TASK_ID", task.id());
    variables.put("GAIA_TASK_TYPE", task.taskType());
    variables.put("GAIA_PAYLOAD", task.payload().toString());
    variables.put("GAIA_ATTEMPT", String.valueOf(task.attempt()));
    variables.put("GAIA_SESSION_ID", task.claim().sessionId());
    variables.put("GAIA_FENCE", String.valueOf(task.claim().fence()));
    variables.put("GAIA_LESSON_ID", task.lessonId().orElse(""));
    variables.put("GAIA_CHECKPOINT", task.checkpoint().map(JsonNode::toString).orElse(""));
    return variables;
  }

  /** The payload as a command reads it: JSON, or the bare text of a JSON string. */
  static String input(Task task) {
    return task.payload().isTextual() ? task.payload().textValue() : task.payload().toString();
  }
}
