package io.gaia.client.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How far a claimed task is; what is absent stays as it was.
 *
 * @param percent 0 to 100
 * @param note a line for people
 * @param checkpoint JSON, at most 64 KiB, that the next attempt gets if this one is lost
 */
public record ProgressReport(
    String taskId,
    long fence,
    Optional<Integer> percent,
    Optional<String> note,
    Optional<JsonNode> checkpoint) {

  /** This one with what the newer one says, for the same claim. */
  ProgressReport with(ProgressReport newer) {
    return new ProgressReport(
        taskId,
        fence,
        newer.percent.or(() -> percent),
        newer.note.or(() -> note),
        newer.checkpoint.or(() -> checkpoint));
  }
}
