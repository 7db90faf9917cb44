package io.gaia.client.command;

import io.gaia.client.http.RefusedException;
import io.gaia.client.http.UnreachableException;
import io.gaia.client.kafka.KafkaUnavailableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong in one line; a stack trace only when GAIA_DEBUG is set, for a bug report.
 */
public final class FailureMessages implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    commandLine
        .getErr()
        .println(commandLine.getColorScheme().errorText("gaia: " + message(failure)));
    if (System.getenv("GAIA_DEBUG") != null) {
      failure.printStackTrace(commandLine.getErr());
    }
    return exitCode(failure).number();
  }

  /** Teaches the command line Gaia's own option types. */
  public static void registerConverters(CommandLine line) {
    line.registerConverter(Duration.class, DurationText::parse);
  }

  private static ExitCode exitCode(Exception failure) {
    if (failure instanceof CommandFailure known) {
      return known.exitCode();
    }
    return failure instanceof UnreachableException || failure instanceof KafkaUnavailableException
        ? ExitCode.UNAVAILABLE
        : ExitCode.FAILED;
  }

  private static String message(Exception failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file";
    }
    if (failure instanceof RefusedException refused && refused.code().equals("unauthenticated")) {
      return refused.getMessage() + "; give --token or set GAIA_TOKEN (gaia token makes one)";
    }
    if (failure instanceof CommandFailure
        || failure instanceof IOException
        || failure instanceof RefusedException
        || failure instanceof UnreachableException
        || failure instanceof KafkaUnavailableException
        || failure instanceof KafkaException) {
      return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
    return failure + " (a bug: set GAIA_DEBUG=1 for the stack trace)";
  }
}
