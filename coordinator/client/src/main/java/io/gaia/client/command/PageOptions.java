package io.gaia.client.command;

import static io.gaia.client.http.ApiPath.with;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which part of a list to show. */
final class PageOptions {

  @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 1000.")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--cursor",
      paramLabel = "TEXT",
      description = "Go on from here: the next_cursor of the part before.")
  private Optional<String> cursor = Optional.empty();

  /** The list's path with these. */
  String of(String path) {
    return with(with(path, "limit", limit), "cursor", cursor);
  }
}
