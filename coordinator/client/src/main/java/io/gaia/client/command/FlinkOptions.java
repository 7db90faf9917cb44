package io.gaia.client.command;

import io.gaia.client.http.FlinkRest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which Flink cluster to talk to. */
final class FlinkOptions {

  @Option(
      names = "--flink",
      paramLabel = "URL",
      description = "Flink's REST address (default: the running local stack's).")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--patience",
      defaultValue = "10s",
      paramLabel = "TIME",
      description = "Try again this long when there is no answer (default ${DEFAULT-VALUE}).")
  private Duration patience;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  FlinkRest connect(CommandSpec spec) {
    String text =
        url.or(() -> LocalStackFile.find().flatMap(LocalStackFile::flinkUrl))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "which Flink? say --flink URL, such as http://localhost:8081 (no local"
                            + " stack runs here)"));
    try {
      URI address = new URI(text);
      if (address.getHost() != null) {
        return new FlinkRest(address, patience);
      }
    } catch (URISyntaxException e) {
      // said below, as for an address without host
    }
    throw new ParameterException(
        spec.commandLine(),
        "--flink takes an address such as http://localhost:8081, not '" + text + "'");
  }

  boolean json() {
    return json;
  }
}
