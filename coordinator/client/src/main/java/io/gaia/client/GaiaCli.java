package io.gaia.client;

import io.gaia.client.command.Commands;
import io.gaia.client.command.FailureMessages;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code gaia} command line. */
@Command(
    name = "gaia",
    mixinStandardHelpOptions = true,
    version = "gaia 0.1.0",
    scope = CommandLine.ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Talk to Gaia: sessions, tasks, locks and workers; alerts, replays, jobs, tokens.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed: refused, not found, or the data has an error",
      "2:wrong usage: an option or argument that the command does not take",
      "3:unavailable: the coordinator, Kafka or Flink does not answer",
      "130:stopped by Ctrl-C"
    })
public final class GaiaCli implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** The command line, ready to execute; usable more than once. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new GaiaCli());
    Commands.all().forEach(line::addSubcommand);
    // @FILE is ours: the value of one option, not more arguments
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // what follows the command's name is the command's
    line.getSubcommands().get("worker").setStopAtPositional(true);
    line.setExecutionExceptionHandler(new FailureMessages());
    FailureMessages.registerConverters(line);
    return line;
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }
}
