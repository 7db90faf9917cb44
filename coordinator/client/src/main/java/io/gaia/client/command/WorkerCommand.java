package io.gaia.client.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.coordination.CoordinationClient;
import io.gaia.client.coordination.SessionSpec;
import io.gaia.client.worker.Worker;
import io.gaia.client.worker.WorkerPlan;
import io.gaia.schemas.json.EventCodec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaia worker}. */
@Command(
    name = "worker",
    customSynopsis = "gaia worker [OPTION...] [--] COMMAND [ARGUMENT...]",
    description = {
      "Register a session, claim tasks, and run COMMAND for each.",
      "",
      "The task's payload comes on standard input: JSON, or the bare text of a JSON string. The"
          + " environment has GAIA_TASK_ID, GAIA_TASK_TYPE, GAIA_PAYLOAD, GAIA_ATTEMPT,"
          + " GAIA_CHECKPOINT, GAIA_LESSON_ID, GAIA_SESSION_ID and GAIA_FENCE.",
      "",
      "Standard output is the result: as JSON if it is an object or an array, else as text (its"
          + " last 48 KiB). Lines for Gaia are taken out of it:",
      "  ::progress 40 tests are green     0 to 100, and a note",
      "  ::checkpoint JSON                 for the next attempt, if this one is lost",
      "  ::result JSON                     the result, instead of the output",
      "",
      "What COMMAND's exit code means for the task:",
      "  0       completed",
      "  75      given back, to be tried again after --release-delay; no attempt is spent",
      "  65      failed for good",
      "  other   failed, tried again while it has attempts; the end of standard error is why",
      "",
      "A cancelled task's command gets SIGTERM, and SIGKILL after --grace. Ctrl-C or SIGTERM to the"
          + " worker: no new tasks, what runs may end within --drain-time and is then stopped and"
          + " given back. A second Ctrl-C stops at once.",
      ""
    })
final class WorkerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOptions coordinator;
  @Mixin private SessionOptions session;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The session's name (default: this host and process id).")
  private Optional<String> name = Optional.empty();

  @Option(names = "--lesson", paramLabel = "ID", description = "Only tasks of this lesson.")
  private Optional<String> lesson = Optional.empty();

  @Option(
      names = "--max",
      defaultValue = "1",
      paramLabel = "N",
      description = "So many commands at a time (default ${DEFAULT-VALUE}).")
  private int max;

  @Option(
      names = "--release-delay",
      defaultValue = "30s",
      paramLabel = "TIME",
      description = "How long a task rests after exit code 75 (default ${DEFAULT-VALUE}).")
  private Duration releaseDelay;

  @Option(
      names = "--drain-time",
      defaultValue = "60s",
      paramLabel = "TIME",
      description = "What runs may go on so long after Ctrl-C (default ${DEFAULT-VALUE}).")
  private Duration drainTime;

  @Option(
      names = "--grace",
      defaultValue = "10s",
      paramLabel = "TIME",
      description = "Between SIGTERM and SIGKILL (default ${DEFAULT-VALUE}).")
  private Duration grace;

  @Option(
      names = "--idle-exit",
      paramLabel = "TIME",
      description = "Stop after so long without work.")
  private Optional<Duration> idleExit = Optional.empty();

  @Option(names = "--once", description = "Stop after one task; exit code 1 if it failed.")
  private boolean once;

  @Option(names = "--quiet", description = "Do not pass on what COMMAND writes to standard error.")
  private boolean quiet;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "A program and its arguments, without a shell: for a pipe, sh -c '...'.")
  private List<String> command = List.of();

  @Override
  public Integer call() throws InterruptedException {
    if (!WorkerPlan.canRun(command.get(0))) {
      throw new ParameterException(
          spec.commandLine(), command.get(0) + ": no such program, or not executable");
    }
    CoordinationClient client = CoordinationClient.over(coordinator.connect("agent"));
    WorkerPlan plan =
        new WorkerPlan(
            sessionSpec(), lesson, command, releaseDelay, drainTime, grace, idleExit, once);
    Worker worker =
        new Worker(
            client, plan, new PrintedWorkerLog(spec.commandLine(), coordinator.json(), quiet));
    try (StopKeys keys = StopKeys.listen(worker::drain, worker::stopNow)) {
      boolean good = worker.run();
      if (keys.interrupted()) {
        return ExitCode.INTERRUPTED.number();
      }
      return (good ? ExitCode.DONE : ExitCode.FAILED).number();
    }
  }

  private SessionSpec sessionSpec() {
    ObjectNode metadata =
        EventCodec.mapper()
            .createObjectNode()
            .put("host", host())
            .put("pid", ProcessHandle.current().pid())
            .put("command", command.get(0));
    return session
        .describe(name.orElseGet(() -> host() + "-" + ProcessHandle.current().pid()))
        .on(lesson)
        .withMaxConcurrentTasks(max)
        .withMetadata(metadata);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
