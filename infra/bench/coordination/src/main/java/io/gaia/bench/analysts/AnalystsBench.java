package io.gaia.bench.analysts;

import io.gaia.bench.process.OneRun;
import io.gaia.bench.process.Servers;
import io.gaia.bench.report.Machine;
import io.gaia.bench.report.Numbers;
import io.gaia.bench.report.Report;
import io.gaia.bench.report.ReportOptions;
import io.gaia.bench.report.Section;
import io.gaia.bench.report.Table;
import io.gaia.local.database.TimescaleDb;
import io.gaia.local.database.TimescaleDbPrograms;
import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.Progress;
import io.gaia.local.process.SupervisedProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command: asks the analysts' views on many rows. Never a gate. */
@Command(
    name = "analysts",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Fills the local database with a school of ten million metrics and asks each analysts'"
            + " view: the cold answer, the median, the slowest, and the plan. Never fails because"
            + " of a number.")
public final class AnalystsBench implements Callable<Integer> {
  private static final int ASKED = 20;
  private static final int ROWS_OF_A_STEP = 200_000;

  @Option(names = "--rows", paramLabel = "N", description = "metrics (default: ${DEFAULT-VALUE})")
  private long rows = 10_000_000;

  @Mixin private ReportOptions reports;

  private final List<String> arguments;

  private AnalystsBench(List<String> arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new AnalystsBench(List.of(args))).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Checkout checkout = Checkout.around(Path.of(System.getProperty("gaia.root", ".")));
    StateDirectory directory = reports.stateDirectory(checkout);
    Report report;
    try (OneRun run = OneRun.begin(checkout, directory)) {
      report = measure(checkout, run.state());
    }
    reports.hand(report, "analysts");
    return CommandLine.ExitCode.OK;
  }

  private Report measure(Checkout checkout, StateDirectory directory) throws Exception {
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Progress progress = line -> System.err.println(line);
    Map<String, String> machine = Machine.facts(checkout.root(), directory.path());
    StateDirectory.delete(directory.path().resolve("postgres"));
    try (Servers servers = new Servers(directory, progress)) {
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop-servers"));
      TimescaleDb database =
          TimescaleDb.prepare(
              TimescaleDbPrograms.install(checkout, progress),
              directory,
              servers.freePort("postgres"));
      SupervisedProcess server = servers.start(database.process(Map.of()));
      database.ensureDatabase();
      List<Section> sections = new ArrayList<>();
      String about;
      try (Connection connection = DriverManager.getConnection(database.jdbcUrl())) {
        School.migrate(connection, checkout);
        School school = new School(rows);
        progress.say("filling ...");
        school.fill(connection);
        progress.say("counting for analysts ...");
        sections.add(counting(connection));
        run(connection, "vacuum analyze");
        sections.add(late(connection, school));
        about = about(connection);
      }
      progress.say("asking ...");
      servers.stop(server);
      sections.add(asking(servers, database));
      String command = ("infra/bench/run analysts " + String.join(" ", arguments)).strip();
      return new Report(at, command, machine, Map.of("database", about), sections);
    }
  }

  private static String about(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select 'PostgreSQL ' || current_setting('server_version') || coalesce((select ',"
                    + " TimescaleDB ' || extversion from pg_extension where extname ="
                    + " 'timescaledb'), '') || ', ' || (select count(*) from usability_metrics) ||"
                    + " ' metrics, ' || pg_size_pretty(pg_database_size(current_database()))")) {
      row.next();
      return row.getString(1);
    }
  }

  private static Section counting(Connection connection) throws SQLException {
    List<Double> steps = new ArrayList<>();
    double all = 0;
    long left;
    do {
      long began = System.nanoTime();
      left = number(connection, "select refresh_rollups(24)");
      double took = micros(began);
      steps.add(took);
      all += took;
    } while (left > 0);
    long began = System.nanoTime();
    number(connection, "select refresh_rollups(24)");
    double idle = micros(began);
    return new Section(
        "Counting beforehand",
        "All rows counted at once, as after an upgrade, 24 hours a step; and a minute later, with"
            + " nothing new.",
        new Table(
            List.of("", "all, s", "a step, median ms", "slowest step, ms", "nothing new, ms"),
            List.of(
                List.of(
                    "refresh_rollups",
                    Numbers.tenths(all / 1e6),
                    Numbers.millis(Numbers.median(steps)),
                    Numbers.millis(steps.stream().mapToDouble(x -> x).max().orElse(Double.NaN)),
                    Numbers.millis(idle)))),
        List.of(),
        steps);
  }

  /** What the triggers that keep erased students out cost the writer. */
  private static Section late(Connection connection, School school) throws SQLException {
    Map<String, String> setups = new LinkedHashMap<>();
    // the triggers come with the first erasure
    setups.put("nobody erased", "analyze usability_metrics");
    setups.put("one erased", "select begin_erasure('gone', 'salt', now())");
    setups.put(
        "1,000 erased",
        "select begin_erasure('gone-' || i, 'salt', now()) from generate_series(1, 1000) i");
    List<List<String>> table = new ArrayList<>();
    Map<String, Double> rates = new LinkedHashMap<>();
    long from = 0;
    for (Map.Entry<String, String> setup : setups.entrySet()) {
      run(connection, setup.getValue());
      List<Double> turns = new ArrayList<>();
      for (int turn = 0; turn < 3; turn++) {
        long began = System.nanoTime();
        run(connection, school.metrics(from, ROWS_OF_A_STEP, "late"));
        turns.add(ROWS_OF_A_STEP / micros(began) * 1e6);
        from += ROWS_OF_A_STEP;
      }
      rates.put(setup.getKey(), Numbers.median(turns));
      table.add(
          List.of(
              setup.getKey(),
              Numbers.whole(Numbers.median(turns)),
              Numbers.ratio(Numbers.median(turns), rates.get("nobody erased"))));
    }
    run(connection, "vacuum analyze usability_metrics");
    return new Section(
        "Keeping the erased out",
        "Metrics written by one statement of " + ROWS_OF_A_STEP + " rows; the median of three.",
        new Table(List.of("", "rows/s", "of nobody erased"), table),
        List.of(),
        rates);
  }

  /** Each question finds a PostgreSQL that was just started, with nothing in its memory. */
  private static Section asking(Servers servers, TimescaleDb database) throws Exception {
    List<List<String>> table = new ArrayList<>();
    List<String> plans = new ArrayList<>();
    Map<String, List<Double>> measured = new LinkedHashMap<>();
    for (Question question : Question.all()) {
      SupervisedProcess server = servers.start(database.process(Map.of()));
      try (Connection connection = DriverManager.getConnection(database.jdbcUrl())) {
        List<Double> took = new ArrayList<>();
        long answered = 0;
        for (int i = 0; i <= ASKED; i++) {
          long began = System.nanoTime();
          answered = count(connection, question.sql());
          took.add(micros(began));
        }
        measured.put(question.words(), took);
        List<Double> warm = took.subList(1, took.size());
        table.add(
            List.of(
                question.words(),
                Numbers.whole(answered),
                Numbers.millis(took.get(0)),
                Numbers.millis(Numbers.median(warm)),
                Numbers.millis(warm.stream().mapToDouble(x -> x).max().orElse(Double.NaN))));
        plans.add(question.words() + ": " + plan(connection, question.sql()));
      }
      servers.stop(server);
    }
    return new Section(
        "Analysts' views",
        "Each asked once of a PostgreSQL that was just started (cold; the system's own cache is"
            + " warm) and then "
            + ASKED
            + " times, rows read to the end. Below the table each plan, the outermost step first.",
        new Table(List.of("", "rows", "cold, ms", "median, ms", "slowest, ms"), table),
        plans,
        measured);
  }

  /** The plan's nodes, outermost first, with the rows and milliseconds of each. */
  private static String plan(Connection connection, String sql) throws SQLException {
    List<String> nodes = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet lines = statement.executeQuery("explain (analyze, timing on) " + sql)) {
      while (lines.next()) {
        String line = lines.getString(1).strip();
        if (line.contains("actual time") && nodes.size() < 6) {
          nodes.add(line.replaceFirst("^->\\s*", "").replaceAll("\\s*\\(cost=[^)]*\\)", ""));
        }
      }
    }
    return String.join(" < ", nodes);
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      long read = 0;
      while (answer.next()) {
        read++;
      }
      return read;
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static double micros(long beganNanos) {
    return (System.nanoTime() - beganNanos) / 1e3;
  }
}
