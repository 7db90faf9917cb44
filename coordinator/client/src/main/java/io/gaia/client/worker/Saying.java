package io.gaia.client.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a command's standard output. Lines that begin with {@code ::} and one of three words
 * are for Gaia and are taken out of the output; all others are output.
 *
 * <pre>
 * ::progress 40 tests are green     percent from 0 to 100, and a note if you like
 * ::checkpoint {"done":[1,2]}       JSON for the next attempt, if this one is lost
 * ::result {"ok":true}              JSON that is the result, instead of the output
 * </pre>
 */
public sealed interface Saying {

  /** What the task's readers see of it. */
  record Progress(int percent, Optional<String> note) implements Saying {}

  /** What the next attempt gets as {@code GAIA_CHECKPOINT}. */
  record Checkpoint(JsonNode state) implements Saying {}

  /** What the task's result shall be. */
  record Result(JsonNode result) implements Saying {}

  /** Part of the output. */
  record Output(String line) implements Saying {}

  Pattern FOR_GAIA = Pattern.compile("::(progress|checkpoint|result)\\s+(.*)", Pattern.DOTALL);
  Pattern PERCENT = Pattern.compile("(\\d{1,3})%?(?:\\s+(.*))?", Pattern.DOTALL);
  int LONGEST_NOTE = 1000;

  /** Reads a line; one that is for Gaia but cannot be read is output, too. */
  static Saying of(String line) {
    Matcher forGaia = FOR_GAIA.matcher(line);
    if (!forGaia.matches()) {
      return new Output(line);
    }
    String said = forGaia.group(2).strip();
    return switch (forGaia.group(1)) {
      case "progress" -> progress(said).orElseGet(() -> new Output(line));
      case "checkpoint" -> json(said).<Saying>map(Checkpoint::new).orElse(new Output(line));
      default -> json(said).<Saying>map(Result::new).orElse(new Output(line));
    };
  }

  private static Optional<Saying> progress(String said) {
    Matcher percent = PERCENT.matcher(said);
    if (!percent.matches() || Integer.parseInt(percent.group(1)) > 100) {
      return Optional.empty();
    }
    Optional<String> note =
        Optional.ofNullable(percent.group(2))
            .map(text -> text.length() > LONGEST_NOTE ? text.substring(0, LONGEST_NOTE) : text);
    return Optional.of(new Progress(Integer.parseInt(percent.group(1)), note));
  }

  private static Optional<JsonNode> json(String text) {
    try {
      JsonNode json = EventCodec.mapper().readTree(text);
      return json.isMissingNode() ? Optional.empty() : Optional.of(json);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
