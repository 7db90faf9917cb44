package io.gaia.bench.fanout;

import io.gaia.bench.fanout.part.ConnectionsPart;
import io.gaia.bench.fanout.part.DeliveryPart;
import io.gaia.bench.fanout.part.Workshop;
import io.gaia.bench.fanout.server.EchoPeer;
import io.gaia.bench.fanout.server.GaiaHub;
import io.gaia.bench.fanout.server.Measured;
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

/** The command: measures the live channel, beside a bare Jetty. Never a gate. */
@Command(
    name = "fanout",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures how alerts reach WebSockets: frames a second, delay from the record, sockets held"
            + " and what they take; beside a bare Jetty that sends the same. Prints tables; never"
            + " fails because of a number.")
public final class FanoutBench implements Callable<Integer> {
  @Option(names = "--quick", description = "smaller sizes, one turn")
  private boolean quick;

  @Option(names = "--turns", paramLabel = "N", description = "so many turns, and no more")
  private Optional<Integer> turns = Optional.empty();

  @Mixin private ReportOptions reports;

  private final List<String> arguments;

  private FanoutBench(List<String> arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] args) {
    BenchCommand.run(new FanoutBench(List.of(args)), args);
  }

  @Override
  public Integer call() throws Exception {
    Checkout checkout = Checkout.around(Path.of(System.getProperty("gaia.root", ".")));
    StateDirectory directory = reports.stateDirectory(checkout);
    Report report;
    try (OneRun run = OneRun.begin(checkout, directory)) {
      report = measure(checkout, run.state());
    }
    reports.hand(report, "fanout");
    return CommandLine.ExitCode.OK;
  }

  private Report measure(Checkout checkout, StateDirectory directory) throws Exception {
    Progress progress = line -> System.err.println(line);
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Map<String, String> machine = Machine.facts(checkout.root(), directory.path());
    Map<String, String> described = new LinkedHashMap<>();
    List<Section> sections = new ArrayList<>();
    try (Servers servers = new Servers(directory, progress)) {
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop-servers"));
      List<Measured> subjects =
          List.of(
              GaiaHub.start(servers, checkout),
              EchoPeer.start(servers, false),
              EchoPeer.start(servers, true));
      subjects.forEach(subject -> described.put(subject.name(), subject.description()));
      Workshop workshop =
          new Workshop(plan(), subjects, servers, new ChildJvm(directory.path()), progress);
      progress.say("delivery ...");
      sections.addAll(DeliveryPart.measure(workshop));
      progress.say("sockets ...");
      sections.addAll(ConnectionsPart.measure(workshop));
    }
    String command = ("infra/bench/run fanout " + String.join(" ", arguments)).strip();
    return new Report(at, command, machine, described, sections);
  }

  private Plan plan() {
    Plan plan = quick ? Plan.quick() : Plan.full();
    return turns.map(plan::withTurns).orElse(plan);
  }
}
