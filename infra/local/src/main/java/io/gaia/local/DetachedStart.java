package io.gaia.local;

import io.gaia.local.layout.Checkout;
import io.gaia.local.process.LogTail;
import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import io.gaia.local.stack.LocalStack;
import io.gaia.local.stack.StackOptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ParseResult;

/** Starts the supervisor in a session of its own, and shows what it says until it is ready. */
final class DetachedStart {

  private static final long POLL_MS = 100;

  private final StackOptions options;
  private final Progress progress;
  private final Path log;
  private final Path outcome;

  DetachedStart(StackOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
    this.log = options.state().log("supervisor");
    this.outcome = options.state().path().resolve("outcome");
  }

  /** Returns the exit code: 0 when everything is ready and goes on without us. */
  int run(ParseResult arguments) throws InterruptedException {
    LocalStack.requireNoneRuns(options.state());
    try {
      LogTail.startNew(log);
      Files.deleteIfExists(outcome);
      Process supervisor = launch(arguments.originalArgs());
      // Ctrl-C while it starts stops it: nobody else knows of it yet
      Thread onSignal = new Thread(supervisor::destroy, "stop-supervisor");
      Runtime.getRuntime().addShutdownHook(onSignal);
      boolean ready = show(supervisor);
      Runtime.getRuntime().removeShutdownHook(onSignal);
      return ready ? 0 : 1;
    } catch (IOException e) {
      throw new StackStartException("the supervisor cannot be started: " + e.getMessage(), e);
    }
  }

  private Process launch(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                Checkout.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dgaia.root=" + System.getProperty("gaia.root", System.getProperty("user.dir")),
                "-cp",
                System.getProperty("java.class.path"),
                Up.class.getName()));
    command.addAll(Up.inBackground(arguments, outcome));
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private boolean show(Process supervisor) throws IOException, InterruptedException {
    try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
      while (true) {
        boolean ended = supervisor.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
        Optional<String> word =
            Files.exists(outcome) ? Optional.of(Files.readString(outcome)) : Optional.empty();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          progress.say(line);
        }
        if (word.isPresent() || ended) {
          Files.deleteIfExists(outcome);
          return word.filter(Supervisor.READY::equals).isPresent();
        }
      }
    }
  }
}
