package io.gaia.local;

import io.gaia.local.process.AtomicFile;
import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import io.gaia.local.stack.LocalStack;
import io.gaia.local.stack.RunningException;
import io.gaia.local.stack.StackFile;
import io.gaia.local.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a stack until the process is asked to end. */
final class Supervisor {

  static final String READY = "ready";
  static final String FAILED = "failed";

  private final StackOptions options;
  private final Progress progress;
  private final Optional<Path> outcome;
  private final AtomicReference<Optional<LocalStack>> stack =
      new AtomicReference<>(Optional.empty());

  /**
   * @param outcome a file that is told {@link #READY} or {@link #FAILED}
   */
  Supervisor(StackOptions options, Progress progress, Optional<Path> outcome) {
    this.options = options;
    this.progress = progress;
    this.outcome = outcome;
  }

  /** Returns only when the start failed; otherwise the process ends by a signal. */
  int run() throws InterruptedException {
    Thread onSignal = new Thread(this::stop, "stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    long started = System.nanoTime();
    try {
      LocalStack running =
          LocalStack.start(options, progress, begun -> stack.set(Optional.of(begun)));
      tellWhereItIs(running.stackFile(), (System.nanoTime() - started) / 1_000_000_000.0);
      tell(READY);
    } catch (StackStartException | RunningException e) {
      stack.set(Optional.empty());
      progress.say("");
      progress.say(e.getMessage());
      tell(FAILED);
      return 1;
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private void stop() {
    stack
        .get()
        .ifPresent(
            running -> {
              progress.say("stopping");
              running.close();
            });
  }

  private void tell(String word) {
    outcome.ifPresent(
        file -> {
          try {
            AtomicFile.write(file, word);
          } catch (IOException e) {
            progress.say(file + " cannot be written: " + e.getMessage());
          }
        });
  }

  private void tellWhereItIs(StackFile file, double seconds) {
    progress.say("");
    progress.say("Gaia is ready after %.1f s.".formatted(seconds));
    progress.say("  teacher's page  " + file.demo().pageUrl());
    file.coordinatorUrls().forEach(url -> progress.say("  API             " + url + "/api/v1"));
    progress.say("  Kafka           " + file.kafka());
    progress.say("  database        " + file.databaseUrl().substring("jdbc:".length()));
    progress.say("  Flink           " + file.flinkUrl());
    progress.say("  tokens          " + options.state().stackFile());
    progress.say("  logs            " + options.state().log("*"));
    progress.say("");
  }
}
