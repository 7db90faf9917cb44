package io.gaia.local;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import io.gaia.local.stack.Lesson;
import io.gaia.local.stack.RunningException;
import io.gaia.local.stack.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code infra/up}: runs all of Gaia on this machine until it is stopped. */
@Command(
    name = "infra/up",
    mixinStandardHelpOptions = true,
    version = "gaia 0.1.0",
    sortOptions = false,
    description = {
      "Builds what is missing and runs all of Gaia on this machine: Kafka, TimescaleDB, Flink with"
          + " the jobs, the coordinator with the teachers' page, and a class. Ctrl-C or"
          + " infra/down stops it.",
      ""
    },
    footer = {
      "",
      "Everything it writes is in .gaia: logs, data, and stack.json with the URLs and tokens.",
      "A part that dies is started again; one that is killed while .gaia/hold/NAME exists stays"
          + " down."
    })
public final class Up implements Callable<Integer> {

  @Option(
      names = "--detach",
      description = "Return when everything is ready; it goes on in the background.")
  private boolean detach;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Replay these real logs instead of the simulated school.")
  private Optional<Path> data;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "The shape of FILE: progsnap2, exam-tsv, xapi or metrics (default: told by its"
              + " beginning).")
  private Optional<String> format;

  @Option(names = "--no-replay", description = "Start without a class: you send the events.")
  private boolean noReplay;

  @Option(names = "--fresh", description = "Forget the data of earlier runs.")
  private boolean fresh;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many coordinators serve as one: 1, 3 or 5 (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Keep everything there instead of in .gaia, to run a second stack.")
  private Optional<Path> stateDirectory;

  // what infra/up --detach runs in the background: everything, reporting to this file
  @Option(names = "--outcome", hidden = true)
  private Optional<Path> outcome;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Up()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    Progress progress = new Console(System.out);
    try {
      StackOptions options = options();
      if (detach) {
        return new DetachedStart(options, progress).run(spec.commandLine().getParseResult());
      }
      return new Supervisor(options, progress, outcome).run();
    } catch (StackStartException | RunningException e) {
      progress.say("");
      progress.say(e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private StackOptions options() {
    if (!StackOptions.NODES.contains(nodes)) {
      throw wrong("--nodes takes 1, 3 or 5, not " + nodes);
    }
    if (noReplay && data.isPresent()) {
      throw wrong("--no-replay and --data exclude each other");
    }
    if (format.isPresent() && data.isEmpty()) {
      throw wrong("--format goes with --data");
    }
    Checkout checkout =
        Checkout.around(Path.of(System.getProperty("gaia.root", System.getProperty("user.dir"))));
    StateDirectory state =
        new StateDirectory(stateDirectory.orElse(checkout.root().resolve(".gaia")));
    return new StackOptions(checkout, state, fresh, lesson(), nodes, true, Map.of());
  }

  private Lesson lesson() {
    if (noReplay) {
      return new Lesson.None();
    }
    if (data.isEmpty()) {
      return new Lesson.Simulated();
    }
    Path file = data.get().toAbsolutePath();
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw wrong("--data takes a file that can be read, not " + data.get());
    }
    return new Lesson.Recorded(file, format);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The arguments for the background process: the same, without {@code --detach}. */
  static List<String> inBackground(List<String> arguments, Path outcome) {
    List<String> kept = new ArrayList<>(arguments);
    kept.remove("--detach");
    kept.addAll(List.of("--outcome", outcome.toString()));
    return kept;
  }
}
