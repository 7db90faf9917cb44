package io.gaia.bench.process;

import io.gaia.local.process.StackStartException;
import picocli.CommandLine;

/** A benchmark as the command of a process. */
public final class BenchCommand {
  private BenchCommand() {}

  /**
   * Runs it and ends the process. What could not start, or was asked for wrongly, is one line; any
   * other failure is a fault of the benchmark's and comes with its trace.
   */
  public static void run(Object bench, String... args) {
    CommandLine command = new CommandLine(bench);
    command.setExecutionExceptionHandler(
        (failure, commandLine, parsed) -> {
          if (failure instanceof StackStartException
              || failure instanceof IllegalArgumentException) {
            System.err.println("bench: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
          }
          throw failure;
        });
    System.exit(command.execute(args));
  }
}
