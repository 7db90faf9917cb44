package io.gaia.bench.detection;

import io.gaia.bench.detection.part.DelayPart;
import io.gaia.bench.detection.part.Subject;
import io.gaia.bench.detection.part.ThroughputPart;
import io.gaia.bench.detection.part.Workshop;
import io.gaia.bench.process.BenchCommand;
import io.gaia.bench.process.ChildJvm;
import io.gaia.bench.process.OneRun;
import io.gaia.bench.process.Servers;
import io.gaia.bench.report.Machine;
import io.gaia.bench.report.Report;
import io.gaia.bench.report.ReportOptions;
import io.gaia.bench.report.Section;
import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command: measures the detection job, beside its limits and a peer. Never a gate. */
@Command(
    name = "detection",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures how many events a second detection takes and how soon an alert is there; beside a"
            + " plain consumer, Flink jobs that do less, and the same detection on Kafka Streams."
            + " Prints tables; never fails because of a number.")
public final class DetectionBench implements Callable<Integer> {
  private static final List<Subject> ALL =
      List.of(
          Subject.CONSUMER,
          Subject.NOWHERE,
          Subject.RECORD_COUNTER,
          Subject.COUNTER_HEAP,
          Subject.COUNTER_ROCKSDB,
          Subject.DETECTION_HEAP,
          Subject.DETECTION_ROCKSDB,
          Subject.STREAMS);

  private enum PartName {
    throughput,
    delay
  }

  @Option(names = "--quick", description = "smaller sizes: does it all work?")
  private boolean quick;

  @Option(names = "--turns", paramLabel = "N", description = "so many turns, and no more")
  private Optional<Integer> turns = Optional.empty();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "of ${COMPLETION-CANDIDATES}")
  private List<PartName> only = List.of(PartName.values());

  @Option(
      names = "--students",
      split = ",",
      paramLabel = "N",
      description = "only the schools of so many students")
  private List<Integer> students = List.of();

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "N",
      description = "the delay at so many events a second, and at no other rate")
  private List<Integer> rates = List.of();

  @Option(
      names = "--subject",
      paramLabel = "TEXT",
      description = "only those whose name contains it; may be given again")
  private List<String> names = List.of();

  @Mixin private ReportOptions reports;

  private final List<String> arguments;

  private DetectionBench(List<String> arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] args) {
    BenchCommand.run(new DetectionBench(List.of(args)), args);
  }

  @Override
  public Integer call() throws Exception {
    Checkout checkout = Checkout.around(Path.of(System.getProperty("gaia.root", ".")));
    StateDirectory directory = reports.stateDirectory(checkout);
    Report report;
    try (OneRun run = OneRun.begin(checkout, directory)) {
      report = measure(checkout, run.state());
    }
    reports.hand(report, "detection");
    return CommandLine.ExitCode.OK;
  }

  private Report measure(Checkout checkout, StateDirectory directory) throws Exception {
    Progress progress = line -> System.err.println(line);
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Map<String, String> facts =
        new LinkedHashMap<>(Machine.facts(checkout.root(), directory.path()));
    facts.put("each engine", "JVM " + String.join(" ", Workshop.ENGINE_JVM.subList(0, 3)));
    Map<String, String> described = new LinkedHashMap<>();
    subjects().forEach(subject -> described.put(subject.name(), subject.description()));
    List<Section> sections = new ArrayList<>();
    try (Servers servers = new Servers(directory, progress)) {
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop-servers"));
      Workshop workshop =
          new Workshop(
              plan(), subjects(), checkout, servers, new ChildJvm(directory.path()), progress);
      if (only.contains(PartName.throughput)) {
        progress.say("throughput ...");
        sections.addAll(ThroughputPart.measure(workshop));
      }
      if (only.contains(PartName.delay)) {
        progress.say("delay ...");
        sections.addAll(DelayPart.measure(workshop));
      }
    }
    String command = ("infra/bench/run detection " + String.join(" ", arguments)).strip();
    return new Report(at, command, facts, described, sections);
  }

  private List<Subject> subjects() {
    return ALL.stream()
        .filter(
            subject ->
                names.isEmpty() || names.stream().anyMatch(name -> subject.name().contains(name)))
        .toList();
  }

  private Plan plan() {
    Plan plan = (quick ? Plan.quick() : Plan.full()).ofStudents(students).atRates(rates);
    return turns.map(plan::withTurns).orElse(plan);
  }
}
