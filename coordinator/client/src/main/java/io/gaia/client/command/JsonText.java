package io.gaia.client.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** JSON as an option's value: itself, {@code @FILE}, or {@code -} for standard input. */
final class JsonText {

  private JsonText() {}

  /**
   * @throws ParameterException if it is no JSON
   */
  static JsonNode read(CommandSpec spec, String option, String text) throws IOException {
    String json = text;
    if (text.equals("-")) {
      json = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } else if (text.startsWith("@")) {
      json = Files.readString(Path.of(text.substring(1)));
    }
    try {
      return EventCodec.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new ParameterException(
          spec.commandLine(), option + " takes JSON, @FILE or -: " + e.getOriginalMessage());
    }
  }
}
