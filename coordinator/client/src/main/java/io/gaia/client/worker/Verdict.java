package io.gaia.client.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.schemas.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a command's end means for its task. */
sealed interface Verdict {

  /**
   * The work is done.
   *
   * @param result JSON that the coordinator takes: at most 64 KiB
   */
  record Completed(JsonNode result) implements Verdict {}

  /**
   * The attempt failed.
   *
   * @param reason its first line says how; below it is the end of what the command wrote
   * @param retryable whether another attempt may do better
   */
  record Failed(String reason, boolean retryable) implements Verdict {

    String firstLine() {
      return reason.lines().findFirst().orElse("");
    }
  }

  /** Give it back for later, without spending an attempt. */
  record Released() implements Verdict {}

  /** The command's standard output that a result keeps. */
  int KEPT_OUTPUT_BYTES = 48 * 1024;

  int MAX_RESULT_BYTES = 64 * 1024;

  /** The coordinator takes 4 KiB. */
  int MAX_REASON_BYTES = 4_000;

  /** In characters, of up to four bytes. */
  int LONGEST_FIRST_LINE = 500;

  /** sysexits.h: the input is wrong, and will be wrong next time. */
  int DATA_ERROR = 65;

  /** sysexits.h: try again later. */
  int TEMPORARY_FAILURE = 75;

  /**
   * Judges by the exit code.
   *
   * @param exitCode as the shell counts: 128 and the signal's number for a killed command
   * @param said the result that the command named
   */
  static Verdict of(int exitCode, Optional<JsonNode> said, OutputTail output, OutputTail errors) {
    return switch (exitCode) {
      case 0 -> new Completed(result(said, output));
      case TEMPORARY_FAILURE -> new Released();
      default -> new Failed(reason(exitCode, output, errors), exitCode != DATA_ERROR);
    };
  }

  private static String reason(int exitCode, OutputTail output, OutputTail errors) {
    String how = exitCode > 128 ? "signal " + (exitCode - 128) : "exit " + exitCode;
    OutputTail telling = errors.lastLine().isPresent() ? errors : output;
    String lastLine = telling.lastLine().orElse("");
    String firstLine = lastLine.isEmpty() ? how : how + ": " + lastLine;
    if (firstLine.codePointCount(0, firstLine.length()) > LONGEST_FIRST_LINE) {
      firstLine = firstLine.substring(0, firstLine.offsetByCodePoints(0, LONGEST_FIRST_LINE));
    }
    String text = telling.text().strip();
    if (text.equals(lastLine) && firstLine.endsWith(lastLine)) {
      return firstLine;
    }
    OutputTail tail = new OutputTail(MAX_REASON_BYTES - OutputTail.size(firstLine));
    text.lines().forEach(tail::add);
    return firstLine + "\n" + tail.text();
  }

  private static JsonNode result(Optional<JsonNode> said, OutputTail output) {
    return said.or(() -> output.isTruncated() ? Optional.empty() : structure(output.text()))
        .filter(json -> size(json) <= MAX_RESULT_BYTES)
        .orElseGet(() -> plain(output));
  }

  /** An object or an array; a lone number or word is text. */
  private static Optional<JsonNode> structure(String text) {
    try {
      return Optional.of(EventCodec.mapper().readTree(text)).filter(JsonNode::isContainerNode);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static JsonNode plain(OutputTail output) {
    String text = output.text();
    boolean truncated = output.isTruncated();
    ObjectNode result = EventCodec.mapper().createObjectNode().put("exit_code", 0);
    // what JSON must escape grows: the beginning goes until the rest fits
    while (size(result.put("output", text)) > MAX_RESULT_BYTES - 20) {
      text = text.substring(text.length() / 4);
      truncated = true;
    }
    return truncated ? result.put("truncated", true) : result;
  }

  private static int size(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
