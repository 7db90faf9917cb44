package io.gaia.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.http.ProblemCode;
import java.util.Arrays;

/** A refusal in words that tell a model what to do next. */
final class Advice {
  private Advice() {}

  /** {@code code (field): detail. What to do.} */
  static String on(JsonNode problem) {
    String code = problem.path("code").asText(ProblemCode.INTERNAL.wireName());
    String field = problem.has("field") ? " (" + argument(problem.get("field").asText()) + ")" : "";
    String until = problem.has("until") ? " It ends by " + problem.get("until").asText() + "." : "";
    return code + field + ": " + problem.path("detail").asText() + "." + until + " " + next(code);
  }

  /** Routes name their fields a little differently. */
  private static String argument(String field) {
    return switch (field) {
      case "session_id" -> "session";
      case "lesson_id" -> "lesson";
      case "task_id", "progress.task_id" -> "task";
      default -> field.startsWith("progress.") ? field.substring("progress.".length()) : field;
    };
  }

  private static String next(String code) {
    return Arrays.stream(ProblemCode.values())
        .filter(each -> each.wireName().equals(code))
        .findFirst()
        .map(Advice::next)
        .orElse("");
  }

  private static String next(ProblemCode code) {
    return switch (code) {
      case INVALID_FIELD -> "Correct this argument and call again.";
      case UNAUTHENTICATED -> "Ask whoever set up this server for a new token.";
      case FORBIDDEN -> "Use a session that you started yourself with start_session.";
      case NOT_FOUND -> "Check the id; start_session and claim_next give you the right ones.";
      case STALE_FENCE ->
          "It is no longer yours: stop working on it, do not report it again, and call claim_next.";
      case LOCK_HELD ->
          "Another session has it. Call again with wait_seconds up to 25, or do something else.";
      case NAME_TAKEN ->
          "Choose another name, or pass takeover: true if that session is your own earlier self.";
      case WRONG_STATE ->
          "If your session is no longer alive, call start_session again; else see status.";
      case IDEMPOTENCY_MISMATCH ->
          "This idempotency_key stands for other content: choose another key for other work.";
      case TOO_LARGE -> "Send less: 64 KiB at most for payload, result and checkpoint each.";
      case TOO_MANY, TOO_SLOW, UNAVAILABLE, UPGRADE_UNDER_WAY ->
          "Wait some seconds and call again with the same arguments (add_task with its"
              + " idempotency_key).";
      case METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE, INTERNAL, FEATURE_DISABLED ->
          "This is no fault of your call; tell the people who run Gaia.";
    };
  }
}
