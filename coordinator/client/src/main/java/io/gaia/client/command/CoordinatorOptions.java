package io.gaia.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.client.http.JsonHttp;
import io.gaia.client.terminal.Table;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which coordinator to talk to, as whom, and how to print its answers. */
final class CoordinatorOptions {

  private static final String DEFAULT_URL = "http://localhost:8080";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--url",
      split = ",",
      paramLabel = "URL",
      description =
          "The coordinator, or some of its nodes with commas between (default: $GAIA_URL, else the"
              + " running local stack's, else "
              + DEFAULT_URL
              + ").")
  private List<String> urls = List.of();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "A bearer token (default: $GAIA_TOKEN, else the running local stack's).")
  private Optional<String> token = Optional.empty();

  @Option(
      names = "--patience",
      defaultValue = "10s",
      paramLabel = "TIME",
      description = "Try again this long when there is no answer (default ${DEFAULT-VALUE}).")
  private Duration patience;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  /**
   * @param role whose token of the local stack to take when none is given
   */
  JsonHttp connect(String role) {
    Optional<LocalStackFile> stack = LocalStackFile.find();
    List<String> addresses =
        Stream.of(
                urls,
                environment("GAIA_URL").map(text -> List.of(text.split(","))).orElse(List.of()),
                stack.map(LocalStackFile::coordinatorUrls).orElse(List.of()),
                List.of(DEFAULT_URL))
            .filter(given -> !given.isEmpty())
            .findFirst()
            .orElseThrow();
    Optional<String> bearer =
        token
            .or(() -> environment("GAIA_TOKEN"))
            .or(() -> stack.flatMap(local -> local.token(role)));
    return JsonHttp.toCoordinator(addresses.stream().map(this::address).toList(), bearer, patience);
  }

  boolean json() {
    return json;
  }

  /** Prints a list answer: as a table, or as it came. */
  int print(JsonNode list, Table table) {
    if (json) {
      Output.printJson(spec, list);
    } else {
      spec.commandLine().getOut().println(table.render(list.path("items")));
      if (list.path("next_cursor").isTextual()) {
        spec.commandLine().getOut().println("... there are more; --json shows next_cursor");
      }
    }
    return ExitCode.DONE.number();
  }

  /** Prints one object. */
  int print(JsonNode object) {
    if (object.isMissingNode()) {
      return ExitCode.DONE.number();
    }
    if (json) {
      Output.printJson(spec, object);
    } else {
      spec.commandLine().getOut().println(Table.fieldsOf(object));
    }
    return ExitCode.DONE.number();
  }

  private URI address(String given) {
    String text = given.strip();
    try {
      URI parsed = new URI(text.endsWith("/") ? text : text + "/");
      if (parsed.getHost() != null && parsed.getScheme().startsWith("http")) {
        return parsed;
      }
    } catch (URISyntaxException e) {
      // said below, as for an address without host
    }
    throw new ParameterException(
        spec.commandLine(),
        "--url takes an address such as " + DEFAULT_URL + ", not '" + text + "'");
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
