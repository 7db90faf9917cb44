package io.gaia.bench.failover;

import io.gaia.bench.coordination.server.CoordinatorCluster;
import io.gaia.bench.process.BenchCommand;
import io.gaia.bench.process.OneRun;
import io.gaia.bench.process.Servers;
import io.gaia.bench.report.Machine;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Report;
import io.gaia.bench.report.ReportOptions;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command: measures what the death of a leader costs clients. Never a gate. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Kills the leader of three coordinators, hands leadership over, and counts elections under"
            + " full load. Prints tables; never fails because of a number.")
public final class FailoverBench implements Callable<Integer> {
  @Option(names = "--quick", description = "5 kills, 5 handovers, 1 minute of load")
  private boolean quick;

  @Option(names = "--kills", paramLabel = "N", description = "of leaders; 50 if absent")
  private int kills = 50;

  @Option(names = "--minutes", paramLabel = "N", description = "of full load; 10 if absent")
  private int minutes = 10;

  @Option(names = "--transport", split = ",", paramLabel = "NAME", description = "netty, grpc")
  private List<String> transports = List.of("netty", "grpc");

  @Option(
      names = "--election-timeout",
      paramLabel = "TIME",
      description = "such as 300ms; half of it is the heartbeat timeout. As shipped if absent")
  private String electionTimeout = "";

  @Mixin private ReportOptions reports;

  private final List<String> arguments;

  private FailoverBench(List<String> arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] args) {
    BenchCommand.run(new FailoverBench(List.of(args)), args);
  }

  /** What was measured with one transport. */
  record Measured(
      KilledLeaders.Result killed, Handovers.Result handovers, FullLoad.Result fullLoad) {}

  @Override
  public Integer call() throws Exception {
    List<Transport> chosen = transports.stream().map(Transport::of).toList();
    if (quick) {
      kills = 5;
      minutes = 1;
    }
    Checkout checkout = Checkout.around(Path.of(System.getProperty("gaia.root", ".")));
    StateDirectory directory = reports.stateDirectory(checkout);
    Report report;
    try (OneRun run = OneRun.begin(checkout, directory)) {
      report = measure(chosen, checkout, run.state());
    }
    reports.hand(report, "failover");
    return CommandLine.ExitCode.OK;
  }

  private Report measure(List<Transport> chosen, Checkout checkout, StateDirectory directory)
      throws Exception {
    Progress progress = line -> System.err.println(line);
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Map<String, String> machine = Machine.facts(checkout.root(), directory.path());
    Map<String, String> subjects = new LinkedHashMap<>();
    Map<Transport, Measured> measured = new EnumMap<>(Transport.class);
    try (Servers servers = new Servers(directory, progress)) {
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop-servers"));
      for (Transport transport : chosen) {
        progress.say(transport.title() + " ...");
        Map<String, String> settings =
            new HashMap<>(transport.environment(directory.path().resolve("certificates")));
        settings.putAll(timeouts());
        try (CoordinatorCluster cluster = CoordinatorCluster.start(servers, checkout, settings)) {
          subjects.put(transport.title(), cluster.description());
          measured.put(transport, measure(cluster, progress));
        }
      }
    }
    String command = ("infra/bench/run failover " + String.join(" ", arguments)).strip();
    return new Report(at, command, machine, subjects, sections(measured));
  }

  private Map<String, String> timeouts() {
    if (electionTimeout.isEmpty()) {
      return Map.of();
    }
    int millis = Integer.parseInt(electionTimeout.replaceFirst("ms$", ""));
    return Map.of(
        "RAFT_ELECTION_TIMEOUT", millis + "ms", "RAFT_HEARTBEAT_TIMEOUT", millis / 2 + "ms");
  }

  private Measured measure(CoordinatorCluster cluster, Progress progress) throws Exception {
    // first, while there is little that a node that comes back has to load
    KilledLeaders.Result killed = KilledLeaders.measure(cluster, kills, progress);
    FullLoad.Result load = FullLoad.measure(cluster, minutes);
    progress.say(
        "  full load: %.0f tasks/s, %d elections"
            .formatted(load.tasksPerSecond(), load.elections()));
    Handovers.Result handovers = Handovers.measure(cluster, quick ? 5 : 20, progress);
    return new Measured(killed, handovers, load);
  }

  private List<Section> sections(Map<Transport, Measured> measured) {
    return List.of(killed(measured), handovers(measured), fullLoad(measured));
  }

  private static Section killed(Map<Transport, Measured> measured) {
    List<List<String>> rows = new ArrayList<>();
    measured.forEach(
        (transport, each) -> {
          rows.add(row(transport, "the soonest of two that ask on", each.killed().soonest()));
          rows.add(row(transport, "the Java client", each.killed().client()));
        });
    return new Section(
        "The leader is killed",
        "From kill -9 to the first write that is accepted after it. Three clients write meanwhile:"
            + " one that knows all nodes and asks again after its pauses, as programs do, and one"
            + " at each of the two others that asks on and on. Milliseconds.",
        new Table(List.of("transport", "client", "kills", "p50", "p90", "max"), rows),
        List.of(),
        measured);
  }

  private static List<String> row(Transport transport, String client, Times times) {
    return List.of(
        transport.title(),
        client,
        String.valueOf(times.micros().size()),
        times.millis(50),
        times.millis(90),
        times.millis(100));
  }

  private static Section handovers(Map<Transport, Measured> measured) {
    List<List<String>> rows = new ArrayList<>();
    measured.forEach(
        (transport, each) ->
            rows.add(
                List.of(
                    transport.title(),
                    String.valueOf(each.handovers().took().micros().size()),
                    each.handovers().took().millis(50)
                        + " / "
                        + each.handovers().took().millis(100),
                    String.valueOf(each.handovers().calls().micros().size()),
                    String.valueOf(each.handovers().failed()),
                    each.handovers().calls().millis(50)
                        + " / "
                        + each.handovers().calls().millis(99),
                    String.valueOf(each.handovers().met().micros().size()),
                    each.handovers().met().millis(50)
                        + " / "
                        + each.handovers().met().millis(99)
                        + " / "
                        + each.handovers().met().millis(100),
                    String.valueOf(each.handovers().refused()))));
    return new Section(
        "Leadership is handed over",
        "POST /cluster/transfer, while four Java clients write one task after the other. Counted"
            + " are their calls under way between its beginning and a second after its end, and"
            + " those of them that it met. They try again; three more clients, one at each node,"
            + " try once, and what they were refused is counted. Milliseconds.",
        new Table(
            List.of(
                "transport",
                "handovers",
                "took, p50 / max",
                "calls",
                "failed",
                "p50 / p99",
                "met it",
                "p50 / p99 / max",
                "refused, tried once"),
            rows),
        List.of(),
        List.of());
  }

  private static Section fullLoad(Map<Transport, Measured> measured) {
    List<List<String>> rows = new ArrayList<>();
    measured.forEach(
        (transport, each) ->
            rows.add(
                List.of(
                    transport.title(),
                    String.valueOf(each.fullLoad().minutes()),
                    Numbers.whole(each.fullLoad().tasksPerSecond()),
                    String.valueOf(each.fullLoad().failed()),
                    String.valueOf(each.fullLoad().elections()))));
    return new Section(
        "Elections that nobody needed",
        "64 Java clients put in one task after the other, as fast as they are answered; nodes and"
            + " clients share the processors.",
        new Table(List.of("transport", "minutes", "tasks/s", "failed", "elections"), rows),
        List.of(),
        List.of());
  }
}
