package io.gaia.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gaia.client.http.FlinkRest;
import io.gaia.client.terminal.Table;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code gaia jobs}. */
@Command(name = "jobs", description = "Gaia's jobs on a Flink cluster.")
final class JobsCommand extends CommandGroup {

  private static final String JAR = "flink-jobs/target/gaia-flink-jobs-0.1.0-SNAPSHOT-all.jar";
  private static final Duration SAVEPOINT_PATIENCE = Duration.ofMinutes(5);
  private static final Table TABLE = new Table("id", "name", "state", "started");

  /** The jobs of the jar, by the name on the command line. */
  enum GaiaJob {
    DETECTION("io.gaia.flink.FrustrationDetectionJob"),
    SNAPSHOTS("io.gaia.flink.ClassroomSnapshotJob"),
    WRITER("io.gaia.flink.TimescaleWriterJob");

    private final String entryClass;

    GaiaJob(String entryClass) {
      this.entryClass = entryClass;
    }

    private String commandName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(name = "submit", description = "Upload the jar and run jobs of it.")
  int submit(
      @Mixin FlinkOptions flink,
      @Parameters(
              arity = "0..*",
              paramLabel = "JOB",
              description = "detection, snapshots, writer (default: all three).")
          List<GaiaJob> jobs,
      @Option(
              names = "--jar",
              paramLabel = "FILE",
              description = "The jobs' jar (default: " + JAR + " here or in a folder above).")
          Optional<Path> jar,
      @Option(
              names = "--kafka",
              paramLabel = "HOST:PORT",
              description =
                  "Kafka's address (default: $KAFKA_BOOTSTRAP_SERVERS, else the local stack's).")
          Optional<String> kafka,
      @Option(
              names = "--database-url",
              paramLabel = "JDBC_URL",
              description =
                  "The writer's database (default: $DATABASE_URL, else the local stack's).")
          Optional<String> databaseUrl,
      @Option(names = "--parallelism", paramLabel = "N", description = "Of each job.")
          Optional<Integer> parallelism,
      @Option(
              names = "--from-savepoint",
              paramLabel = "PATH",
              description = "Go on from a savepoint; takes exactly one JOB.")
          Optional<String> savepoint)
      throws IOException {
    List<GaiaJob> wanted = jobs == null ? Arrays.asList(GaiaJob.values()) : jobs;
    if (savepoint.isPresent() && wanted.size() != 1) {
      throw usage("--from-savepoint takes exactly one JOB");
    }
    String broker =
        kafka
            .or(() -> Optional.ofNullable(System.getenv("KAFKA_BOOTSTRAP_SERVERS")))
            .or(() -> LocalStackFile.find().flatMap(LocalStackFile::kafka))
            .orElseThrow(() -> usage("which Kafka? say --kafka HOST:PORT"));
    Optional<String> database =
        databaseUrl
            .or(() -> Optional.ofNullable(System.getenv("DATABASE_URL")))
            .or(() -> LocalStackFile.find().flatMap(LocalStackFile::databaseUrl));
    if (wanted.contains(GaiaJob.WRITER) && database.isEmpty()) {
      throw usage("which database does the writer fill? say --database-url JDBC_URL");
    }
    FlinkRest rest = flink.connect(spec());
    String jarId = rest.upload(jar.isPresent() ? existing(jar.get()) : findJar());
    ArrayNode started = EventCodec.mapper().createArrayNode();
    for (GaiaJob job : wanted) {
      List<String> arguments =
          job == GaiaJob.WRITER
              ? List.of("--kafka", broker, "--database-url", database.orElseThrow())
              : List.of("--kafka", broker);
      String id = rest.run(jarId, job.entryClass, arguments, parallelism, savepoint);
      started.addObject().put("job", job.commandName()).put("id", id);
    }
    return print(flink, started, new Table("job", "id"));
  }

  @Command(name = "list", description = "List the jobs of the cluster.")
  int list(@Mixin FlinkOptions flink) {
    ArrayNode jobs = EventCodec.mapper().createArrayNode();
    for (JsonNode job : flink.connect(spec()).jobs()) {
      ObjectNode row = jobs.addObject();
      row.put("id", job.path("jid").asText());
      row.put("name", job.path("name").asText());
      row.put("state", job.path("state").asText());
      row.put("started", Instant.ofEpochMilli(job.path("start-time").asLong()).toString());
    }
    return print(flink, jobs, TABLE);
  }

  @Command(name = "savepoint", description = "Take a savepoint and say where it is.")
  int savepoint(
      @Mixin FlinkOptions flink,
      @Parameters(paramLabel = "ID", description = "The job's id.") String id,
      @Option(
              names = "--directory",
              paramLabel = "PATH",
              description = "Where to (default: as Flink is set).")
          Optional<String> directory) {
    return print(flink, flink.connect(spec()).savepoint(id, directory, SAVEPOINT_PATIENCE));
  }

  @Command(
      name = "stop",
      description =
          "Stop a job with a savepoint and say where it is: submit --from-savepoint goes on from"
              + " it.")
  int stop(
      @Mixin FlinkOptions flink,
      @Parameters(paramLabel = "ID", description = "The job's id.") String id,
      @Option(
              names = "--directory",
              paramLabel = "PATH",
              description = "Where to (default: as Flink is set).")
          Optional<String> directory) {
    return print(flink, flink.connect(spec()).stop(id, directory, SAVEPOINT_PATIENCE));
  }

  @Command(name = "cancel", description = "Cancel a job, without a savepoint.")
  int cancel(
      @Mixin FlinkOptions flink,
      @Parameters(paramLabel = "ID", description = "The job's id.") String id) {
    flink.connect(spec()).cancel(id);
    if (!flink.json()) {
      out().println("cancelling " + id);
    }
    return ExitCode.DONE.number();
  }

  private int print(FlinkOptions flink, String location) {
    if (flink.json()) {
      Output.printJson(spec(), EventCodec.mapper().createObjectNode().put("location", location));
    } else {
      out().println(location);
    }
    return ExitCode.DONE.number();
  }

  private int print(FlinkOptions flink, ArrayNode rows, Table table) {
    if (flink.json()) {
      Output.printJson(spec(), rows);
    } else {
      out().println(table.render(rows));
    }
    return ExitCode.DONE.number();
  }

  private Path findJar() {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve(JAR))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> usage("no " + JAR + " here or above: build it, or say --jar FILE"));
  }

  private static Path existing(Path jar) throws NoSuchFileException {
    if (!Files.isRegularFile(jar)) {
      throw new NoSuchFileException(jar.toString());
    }
    return jar;
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec().subcommands().get("submit"), message);
  }
}
