package io.gaia.local.stack;

import io.gaia.local.database.TimescaleDb;
import io.gaia.local.database.TimescaleDbPrograms;
import io.gaia.local.flink.FlinkCluster;
import io.gaia.local.flink.JobKeeper;
import io.gaia.local.flink.JobSpec;
import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import io.gaia.local.process.Ports;
import io.gaia.local.process.Progress;
import io.gaia.local.process.StackStartException;
import io.gaia.local.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * All of Gaia on one machine: Kafka, TimescaleDB, a Flink cluster with the jobs, the coordinators
 * and, when asked for, a class. Each is a process that is started again when it dies, on the same
 * ports and data.
 */
public final class LocalStack implements AutoCloseable {

  private static final Duration PREPARED = Duration.ofSeconds(90);
  private static final Duration JOBS_RUN = Duration.ofMinutes(2);

  private final StackOptions options;
  private final StateDirectory state;
  private final Progress progress;
  private final StateLock lock;
  private final Household household;
  private final KafkaNode kafka;
  private final FlinkCluster flink;
  private final List<CoordinatorNode> coordinators;
  private final int databasePort;
  private final Tokens tokens;
  private final LessonPlan lesson;

  private Optional<TimescaleDb> database = Optional.empty();
  private Optional<JobKeeper> jobs = Optional.empty();

  /**
   * Starts everything and returns when it is ready: all parts serve, and every task of every job
   * runs. When that fails, what was started has been stopped again.
   *
   * @throws RunningException when a stack already runs in that state directory
   * @throws StackStartException says which part, why, and the last lines of its log
   */
  public static LocalStack start(StackOptions options, Progress progress)
      throws InterruptedException {
    return start(options, progress, stack -> {});
  }

  /**
   * Refuses to go on beside a running stack.
   *
   * @throws RunningException when one runs in {@code state}
   */
  public static void requireNoneRuns(StateDirectory state) {
    try {
      StateLock.take(state).close();
    } catch (IOException e) {
      throw new StackStartException(state.lock() + " cannot be locked: " + e.getMessage(), e);
    }
  }

  /**
   * As {@link #start(StackOptions, Progress)}.
   *
   * @param begun is given the stack before its parts start, to stop it on the way
   */
  public static LocalStack start(
      StackOptions options, Progress progress, Consumer<LocalStack> begun)
      throws InterruptedException {
    try {
      StateLock lock = StateLock.take(options.state());
      LocalStack stack;
      try {
        stack = new LocalStack(options, progress, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
      begun.accept(stack);
      try {
        stack.startParts();
        return stack;
      } catch (IOException | RuntimeException | InterruptedException e) {
        stack.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StackStartException(String.valueOf(e), e);
    }
  }

  private LocalStack(StackOptions options, Progress progress, StateLock lock) throws IOException {
    this.options = options;
    this.state = options.state();
    this.progress = progress;
    this.lock = lock;
    this.lesson = LessonPlan.of(options.lesson());
    Leftovers.stop(options.checkout(), state, progress);
    state.tidy();
    if (options.fresh() && !state.isNew()) {
      progress.say("forgetting the data of earlier runs");
      state.forgetData();
    }
    Files.createDirectories(state.temporary());
    this.tokens = Tokens.mint(state.signingKey());
    this.household = new Household(state, progress, this::writeStackFile);

    Ports ports = new Ports(options.usualPorts(), progress, new Random());
    Checkout checkout = options.checkout();
    this.kafka =
        new KafkaNode(
            checkout, state, ports.choose("kafka", 9092), ports.any("kafka's controller"));
    this.databasePort = ports.choose("postgres", 5432);
    this.coordinators = new CoordinatorPorts(checkout, state, ports).nodes(options.nodes());
    this.flink =
        new FlinkCluster(
            Checkout.java(),
            checkout.classPath("infra/local/flink"),
            state.flink(),
            ports.choose("flink", 8082),
            ports.any("flink's rpc"),
            Map.of(
                "jobmanager", ports.any("the JobManager's metrics"),
                "taskmanager", ports.any("the TaskManager's metrics")));
  }

  private void startParts() throws IOException, InterruptedException {
    Map<String, String> environment = Leftovers.mark(state);
    SupervisedProcess broker = household.launch(kafka.process(environment));
    flink.configure();
    SupervisedProcess jobManager =
        household.launch(flink.jobManager(environment, state.log("jobmanager")));
    SupervisedProcess taskManager =
        household.launch(flink.taskManager(environment, state.log("taskmanager")));
    startDatabase(environment);
    Map<String, String> coordinatorEnvironment = new HashMap<>(environment);
    coordinatorEnvironment.putAll(options.coordinatorEnvironment());
    List<String> group = coordinators.stream().map(CoordinatorNode::clusterAddress).toList();
    List<SupervisedProcess> servers =
        coordinators.stream()
            .map(
                node ->
                    household.launch(
                        node.process(
                            coordinatorEnvironment,
                            kafka.bootstrapServers(),
                            databaseUrl(),
                            group)))
            .toList();

    broker.awaitServing();
    for (SupervisedProcess server : servers) {
      server.awaitServing();
    }
    Waiting.until("topics", "made", kafka::hasTopics, PREPARED, progress);
    Waiting.until("tables", "migrated", this::hasTables, PREPARED, progress);

    jobManager.awaitServing();
    taskManager.awaitServing();
    startJobs();
    lesson
        .process(options.checkout(), state, kafka.bootstrapServers(), environment)
        .ifPresent(household::launch);
    if (lesson.isHeld()) {
      TeachersPage page =
          new TeachersPage(coordinators.get(0).url(), tokens.teacher(), lesson.classroomId());
      Waiting.until("teacher's page", "opened", page::opens, PREPARED, progress);
    }
    household.announceRestarts();
    writeStackFile();
  }

  private void startDatabase(Map<String, String> environment)
      throws IOException, InterruptedException {
    Path bin = TimescaleDbPrograms.install(options.checkout(), progress);
    TimescaleDb prepared = TimescaleDb.prepare(bin, state, databasePort);
    database = Optional.of(prepared);
    household.launch(prepared.process(environment)).awaitServing();
    prepared.ensureDatabase();
  }

  private boolean hasTables() throws Exception {
    return database.orElseThrow().hasTable("usability_metrics");
  }

  private void startJobs() throws InterruptedException {
    long started = System.nanoTime();
    List<JobSpec> specs =
        List.of(
            new JobSpec(
                "detection",
                "io.gaia.flink.FrustrationDetectionJob",
                List.of("--kafka", kafkaBootstrap()),
                1),
            new JobSpec(
                "snapshots",
                "io.gaia.flink.ClassroomSnapshotJob",
                List.of("--kafka", kafkaBootstrap()),
                1),
            new JobSpec(
                "writer",
                "io.gaia.flink.TimescaleWriterJob",
                List.of("--kafka", kafkaBootstrap(), "--database-url", databaseUrl()),
                1));
    Path jar = options.checkout().jar("flink-jobs", "gaia-flink-jobs-*-all.jar");
    JobKeeper keeper = new JobKeeper(flink, jar, specs, progress);
    jobs = Optional.of(keeper);
    keeper.start();
    keeper.awaitAllWork(JOBS_RUN);
    progress.done("flink jobs", "running", (System.nanoTime() - started) / 1_000_000);
  }

  private void writeStackFile() {
    try {
      stackFile().write(state.stackFile());
    } catch (IOException e) {
      progress.say(state.stackFile() + " cannot be written: " + e.getMessage());
    }
  }

  /** What {@code stack.json} holds now. */
  public StackFile stackFile() {
    return new StackFile(
        coordinatorUrls(),
        adminUrls(),
        kafkaBootstrap(),
        databaseUrl(),
        flinkUrl(),
        flink.metricsUrls(),
        tokens,
        new StackFile.Demo(
            Tokens.TEACHER_ID,
            lesson.classroomId(),
            "%s/?classroom=%s#token=%s"
                .formatted(coordinatorUrls().get(0), lesson.classroomId(), tokens.teacher())),
        household.pids());
  }

  public List<String> coordinatorUrls() {
    return coordinators.stream().map(CoordinatorNode::url).toList();
  }

  public List<String> adminUrls() {
    return coordinators.stream().map(CoordinatorNode::adminUrl).toList();
  }

  /** Bootstrap servers, {@code host:port}. */
  public String kafkaBootstrap() {
    return kafka.bootstrapServers();
  }

  public String databaseUrl() {
    return database.orElseThrow().jdbcUrl();
  }

  public String flinkUrl() {
    return flink.url().toString();
  }

  public Tokens tokens() {
    return tokens;
  }

  /** The Flink ids of our jobs (detection, snapshots, writer) as they run now. */
  public Map<String, String> jobIds() {
    return jobs.map(JobKeeper::jobIds).orElse(Map.of());
  }

  /** Returns when every task of every job runs. */
  public void awaitJobs(Duration timeout) throws InterruptedException {
    jobs.orElseThrow().awaitAllWork(timeout);
  }

  /** The processes, for faults: kafka, postgres, jobmanager, taskmanager, coordinator-1, replay. */
  public Household processes() {
    return household;
  }

  /** Stops everything, in order; safe to call more than once. */
  @Override
  public synchronized void close() {
    jobs.ifPresent(JobKeeper::close);
    List<String> first = new ArrayList<>(List.of(LessonPlan.PROCESS, "taskmanager", "jobmanager"));
    coordinators.forEach(node -> first.add(node.name()));
    household.stopInOrder(List.of(first, List.of("kafka", "postgres")));
    try {
      Files.deleteIfExists(state.stackFile());
      state.tidy();
      lock.close();
    } catch (IOException e) {
      progress.say("not tidied up: " + e.getMessage());
    }
  }
}
