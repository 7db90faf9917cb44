package io.gaia.client.replay;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Logs to read in tests. */
final class Logs {

  private Logs() {}

  /** A hand-made one. */
  static Path handMade(String name) {
    try {
      return Path.of(Logs.class.getResource("/logs/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** A published one, when this machine has it beside the project. */
  static Optional<Path> published(String name) {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve("shared/data").resolve(name))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
