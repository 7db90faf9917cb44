package io.gaia.bench.quality;

import io.gaia.bench.quality.model.FittedWeights;
import io.gaia.bench.quality.play.Case;
import io.gaia.bench.quality.report.DataResult;
import io.gaia.bench.quality.report.DataSections;
import io.gaia.bench.quality.report.WeightSection;
import io.gaia.bench.quality.truth.DataSet;
import io.gaia.bench.quality.truth.Split;
import io.gaia.bench.report.Machine;
import io.gaia.bench.report.Report;
import io.gaia.bench.report.ReportOptions;
import io.gaia.bench.report.Section;
import io.gaia.flink.detection.model.Signal;
import io.gaia.local.layout.Checkout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command: how well detection tells who is stuck. Never a gate. */
@Command(
    name = "quality",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how well the score tells who is stuck: on logs of real students, by what became of"
          + " them, and on the simulated school, whose truth is known. Beside it the seed's rule,"
          + " simple counts, and each signal alone.",
      "Students are parted by a seeded hash: weights are fitted on some, all numbers are of the"
          + " others. Prints tables; never fails because of a number."
    })
public final class QualityBench implements Callable<Integer> {
  private static final long DEFAULT_SEED = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "logs in any format that gaia replay takes, beside the school; if absent, those of"
              + " --data")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "where published logs lie, each in a folder of its own; ../shared/data beside the"
              + " checkout if absent, and nothing when that is not there")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "parts the students, and is the school's (default ${DEFAULT-VALUE})")
  private long seed = DEFAULT_SEED;

  @Option(
      names = "--classrooms",
      paramLabel = "N",
      description = "classes of 27 in the school; 0: no school (default ${DEFAULT-VALUE})")
  private int classrooms = 4;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "how long the school goes on (default ${DEFAULT-VALUE})")
  private int minutes = 90;

  @Option(names = "--fit", description = "also fits the weights, and prints them")
  private boolean fit;

  @Mixin private ReportOptions reports;

  private final Path root;
  private final List<String> arguments;

  private QualityBench(Path root, List<String> arguments) {
    this.root = root;
    this.arguments = arguments;
  }

  /**
   * The command, for a program that has it in process.
   *
   * @param root the checkout
   */
  static CommandLine command(Path root, String... arguments) {
    CommandLine command = new CommandLine(new QualityBench(root, List.of(arguments)));
    command.setExecutionExceptionHandler(
        (failure, commandLine, parsed) -> {
          if (failure instanceof IOException unreadable) {
            commandLine.getErr().println("bench: " + said(unreadable));
            return CommandLine.ExitCode.SOFTWARE;
          }
          throw failure;
        });
    return command;
  }

  public static void main(String[] args) {
    Path root = Path.of(System.getProperty("gaia.root", ".")).toAbsolutePath().normalize();
    System.exit(command(root, args).execute(args));
  }

  private static String said(IOException failure) {
    return failure instanceof NoSuchFileException
        ? failure.getMessage() + ": there is no such file"
        : failure.getMessage();
  }

  @Override
  public Integer call() throws IOException {
    if (classrooms < 0 || minutes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--classrooms takes a number from 0, --minutes one from 1");
    }
    Report report = measure(spec.commandLine().getErr());
    reports.hand(report, "quality", spec.commandLine().getOut());
    return CommandLine.ExitCode.OK;
  }

  private Report measure(PrintWriter progress) throws IOException {
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Split split = new Split(seed);
    List<Section> sections = new ArrayList<>();
    List<List<Case>> samples = new ArrayList<>();
    Set<Signal> shown = EnumSet.noneOf(Signal.class);
    Set<Signal> shownByLogs = EnumSet.noneOf(Signal.class);
    Map<String, String> subjects = new LinkedHashMap<>();
    subjects.put("split", "seed %d, half of the students".formatted(seed));
    for (DataSet each : dataSets()) {
      say(progress, "%s: %,d events ...".formatted(each.name(), each.events().size()));
      subjects.put(each.name(), "%s; %,d events".formatted(each.origin(), each.events().size()));
      DataResult.Measurement measured = DataResult.measure(each, split);
      sections.addAll(DataSections.of(measured.result()));
      samples.addAll(FittedWeights.samples(measured.cases()));
      Set<Signal> here = FittedWeights.shownBy(measured.cases());
      shown.addAll(here);
      shownByLogs.addAll(each.simulated() ? Set.of() : here);
    }
    if (fit) {
      say(progress, "weights ...");
      sections.add(
          WeightSection.of(
              FittedWeights.fit(samples, shownByLogs.isEmpty() ? shown : shownByLogs)));
    }
    return new Report(at, typed(), machine(), subjects, sections);
  }

  private static void say(PrintWriter progress, String line) {
    progress.println(line);
    progress.flush();
  }

  /** All are read first: a bad file is told before anything is measured. */
  private List<DataSet> dataSets() throws IOException {
    List<DataSet> sets = new ArrayList<>();
    for (Path file : files.isEmpty() ? published() : files) {
      sets.add(DataSet.ofLog(file));
    }
    if (classrooms > 0) {
      sets.add(DataSet.ofSchool(seed, classrooms, 27, Duration.ofMinutes(minutes)));
    }
    if (sets.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "nothing to measure on: name a FILE, or --classrooms over 0");
    }
    return sets;
  }

  /** The tables in the folders of the data directory. */
  private List<Path> published() throws IOException {
    Path directory = data.orElseGet(() -> root.resolve("../shared/data").normalize());
    if (data.isEmpty() && !Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(directory, 2)) {
      return found
          .filter(path -> path.toString().matches(".*\\.(csv|tsv|ndjson|jsonl)"))
          .sorted()
          .toList();
    }
  }

  private Map<String, String> machine() throws IOException {
    Path scratch = reports.stateDirectory(new Checkout(root)).path();
    Files.createDirectories(scratch);
    return Machine.facts(root, scratch);
  }

  private String typed() {
    return ("infra/bench/run quality " + String.join(" ", arguments)).strip();
  }
}
