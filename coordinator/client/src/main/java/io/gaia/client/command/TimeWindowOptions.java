package io.gaia.client.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.coordination.TimeWindow;
import io.gaia.schemas.json.EventCodec;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A daily window of time; it may run over midnight. */
final class TimeWindowOptions {

  @Option(
      names = "--from",
      paramLabel = "HH:MM",
      description = "Only from this time of day; with --to.")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "HH:MM",
      description = "Until this time of day, which may be after midnight.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Time zone of both, such as Europe/Berlin (default: this machine's).")
  private Optional<String> zone = Optional.empty();

  /** Empty for always. */
  Optional<ObjectNode> json(CommandSpec spec) {
    if (from.isEmpty() && to.isEmpty()) {
      return Optional.empty();
    }
    if (from.isEmpty() || to.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--from and --to go together");
    }
    TimeWindow window =
        new TimeWindow(from.get(), to.get(), zone.orElseGet(() -> ZoneId.systemDefault().getId()));
    return Optional.of(EventCodec.mapper().valueToTree(window));
  }
}
