package io.gaia.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The addresses and tokens of the local stack that runs in this folder or one above. */
final class LocalStackFile {

  private static final String NAME = ".gaia/stack.json";

  private final JsonNode stack;

  private LocalStackFile(JsonNode stack) {
    this.stack = stack;
  }

  /** Empty if there is none. */
  static Optional<LocalStackFile> find() {
    return find(Path.of("").toAbsolutePath());
  }

  static Optional<LocalStackFile> find(Path folder) {
    return Stream.iterate(folder, above -> above != null, Path::getParent)
        .map(above -> above.resolve(NAME))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(LocalStackFile::read);
  }

  List<String> coordinatorUrls() {
    return StreamSupport.stream(stack.path("coordinator_urls").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  Optional<String> kafka() {
    return text(stack.path("kafka"));
  }

  Optional<String> flinkUrl() {
    return text(stack.path("flink_url"));
  }

  Optional<String> databaseUrl() {
    return text(stack.path("database_url"));
  }

  /**
   * @param role as a {@link io.gaia.client.auth.Role}'s wire name
   */
  Optional<String> token(String role) {
    return text(stack.path("tokens").path(role));
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  private static LocalStackFile read(Path file) {
    try {
      return new LocalStackFile(EventCodec.mapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
