package io.gaia.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code .gaia/stack.json} tells a user of the running stack. Read anew at each question. */
final class StackFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  StackFile(Path file) {
    this.file = file;
  }

  String coordinatorUrl() {
    return read().at("/coordinator_urls/0").asText();
  }

  String kafka() {
    return read().path("kafka").asText();
  }

  String flinkUrl() {
    return read().path("flink_url").asText();
  }

  String databaseUrl() {
    return read().path("database_url").asText();
  }

  String token(String role) {
    return read().at("/tokens/" + role).asText();
  }

  String classroomId() {
    return read().at("/demo/classroom_id").asText();
  }

  String pageUrl() {
    return read().at("/demo/page_url").asText();
  }

  long pid(String process) {
    return read().at("/pids/" + process).asLong(-1);
  }

  JsonNode read() {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
