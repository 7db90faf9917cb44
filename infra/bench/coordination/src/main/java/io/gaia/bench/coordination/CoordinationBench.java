package io.gaia.bench.coordination;

import io.gaia.bench.coordination.part.MeasuringProcess;
import io.gaia.bench.coordination.part.Part;
import io.gaia.bench.coordination.part.Workshop;
import io.gaia.bench.coordination.server.GaiaServers;
import io.gaia.bench.process.BenchCommand;
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
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command: measures coordination, beside the peers. Never a gate. */
@Command(
    name = "coordination",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures sessions, tasks and locks: the state machine alone, over HTTP, and beside other"
          + " queues and locks. Prints tables; never fails because of a number.",
      "Parts: core, waiting, sessions, queues, locks, writes. Peers: skip-locked, db-scheduler,"
          + " jobrunr, redis, zookeeper, etcd."
    })
public final class CoordinationBench implements Callable<Integer> {
  @Option(names = "--quick", description = "smaller sizes, one turn: about five minutes")
  private boolean quick;

  @Option(
      names = "--nodes",
      paramLabel = "1|3",
      description = "of Gaia, ZooKeeper and etcd; with 3 the parts of one node are left out")
  private int nodes = 1;

  @Option(names = "--only", split = ",", paramLabel = "NAME", description = "parts or peers")
  private List<String> only = new ArrayList<>();

  @Option(names = "--skip", split = ",", paramLabel = "NAME", description = "parts or peers")
  private List<String> skip = new ArrayList<>();

  @Mixin private ReportOptions reports;

  private final List<String> arguments;

  private CoordinationBench(List<String> arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] args) {
    BenchCommand.run(new CoordinationBench(List.of(args)), args);
  }

  @Override
  public Integer call() throws Exception {
    if (nodes != 1 && nodes != 3) {
      throw new IllegalArgumentException("--nodes takes 1 or 3, not " + nodes);
    }
    Choice choice = Choice.of(only, skip, nodes);
    Checkout checkout = Checkout.around(Path.of(System.getProperty("gaia.root", ".")));
    StateDirectory directory = reports.stateDirectory(checkout);
    Report report;
    try (OneRun run = OneRun.begin(checkout, directory)) {
      report = measure(choice, checkout, run.state());
    }
    reports.hand(report, nodes == 1 ? "coordination" : "coordination-" + nodes);
    return CommandLine.ExitCode.OK;
  }

  private Report measure(Choice choice, Checkout checkout, StateDirectory directory)
      throws Exception {
    Progress progress = line -> System.err.println(line);
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Map<String, String> machine = Machine.facts(checkout.root(), directory.path());
    Map<String, String> subjects = new LinkedHashMap<>();
    List<Section> sections = new ArrayList<>();
    try (Servers servers = new Servers(directory, progress)) {
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop-servers"));
      Workshop workshop =
          new Workshop(
              (quick ? Plan.quick() : Plan.full()).on(nodes),
              checkout,
              servers,
              new GaiaServers(nodes, servers, checkout),
              new MeasuringProcess(directory.path(), servers),
              choice.subjects(),
              subjects::put,
              progress);
      for (Part part : PartName.measuring(choice.parts())) {
        long began = System.nanoTime();
        List<Section> measured = part.measure(workshop);
        String titles = measured.stream().map(Section::title).collect(Collectors.joining(", "));
        progress.done(titles, "measured in", (System.nanoTime() - began) / 1_000_000);
        sections.addAll(measured);
      }
    }
    return new Report(at, command(), machine, subjects, sections);
  }

  private String command() {
    return ("infra/bench/run coordination " + String.join(" ", arguments)).strip();
  }
}
