package io.gaia.flink.detection;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.flink.common.JobEnvironment;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The detection job stopped with a savepoint and started from it: at another parallelism, on
 * another state back end, and in a later version of itself.
 *
 * <p>{@code src/test/savepoints} keeps savepoints of earlier versions. When the state of an
 * operator changes, copy what {@link #whatThisVersionSavesItCanGoOnFrom} leaves in {@code
 * target/savepoint} to a new folder there; none is ever taken away or made anew.
 */
class SavepointTest {
  private static final Path KEPT = Path.of("src/test/savepoints");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** When ada is in trouble, and has not calmed down. */
  private static final int ADA_IS_STUCK = 6;

  @RegisterExtension
  private static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir Path directory;

  private final MiniCluster cluster;

  SavepointTest(@InjectMiniCluster MiniCluster cluster) {
    this.cluster = cluster;
  }

  /** A savepoint, and how many events the job had read by then. */
  private record Saved(Path path, int events) {}

  /** How a job is run for a while. */
  private record Stint(int parallelism, String stateBackend) {}

  private record Outcome(List<FrustrationEpisode> episodes, List<TeacherAlert> alerts) {}

  /** Runs the job until the given number of events is read, and stops it with a savepoint. */
  private Saved stint(
      String run, Stint how, ListSources recording, int events, Optional<Saved> from, Path to)
      throws Exception {
    Configuration settings = JobEnvironment.settings(Duration.ofSeconds(10));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    settings.set(StateBackendOptions.STATE_BACKEND, how.stateBackend());
    // a small savepoint is one file
    settings.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
    from.ifPresent(
        saved ->
            settings.set(StateRecoveryOptions.SAVEPOINT_PATH, saved.path().toUri().toString()));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(how.parallelism());
    PausingSources sources =
        new PausingSources(
            UUID.randomUUID().toString(), recording, from.map(Saved::events).orElse(0), events);
    new DetectionPipeline(sources, topic -> new CollectingSink(run, topic)).build(environment);
    JobID job = environment.executeAsync().getJobID();
    await("all events are read")
        .atMost(PATIENCE)
        .until(() -> sources.areRead() && isRunning(job) || hasEnded(job));
    boolean isEnd = events == recording.events().size();
    String written = "";
    if (!hasEnded(job)) {
      written =
          cluster
              .stopWithSavepoint(job, to.toUri().toString(), isEnd, SavepointFormatType.CANONICAL)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    cluster
        .requestJobResult(job)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .toJobExecutionResult(getClass().getClassLoader());
    return new Saved(Path.of(URI.create(written)), events);
  }

  private boolean hasEnded(JobID job) throws Exception {
    return cluster.getJobStatus(job).get().isGloballyTerminalState();
  }

  private boolean isRunning(JobID job) throws Exception {
    return StreamSupport.stream(
            cluster.getExecutionGraph(job).get().getAllExecutionVertices().spliterator(), false)
        .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING);
  }

  private Outcome inStints(ListSources recording, List<Stint> stints) throws Exception {
    String run = UUID.randomUUID().toString();
    Optional<Saved> from = Optional.empty();
    for (int i = 1; i <= stints.size(); i++) {
      int events = recording.events().size() * i / stints.size();
      from = Optional.of(stint(run, stints.get(i - 1), recording, events, from, directory));
    }
    return outcome(run);
  }

  private static Outcome outcome(String run) {
    return new Outcome(
        CollectingSink.history(run),
        CollectingSink.written(run, Topic.TEACHER_ALERTS, TeacherAlert.class));
  }

  /** Ada makes six errors; then she works calmly. */
  private static ListSources adasMorning() {
    Lesson morning = new Lesson();
    for (int i = 0; i < ADA_IS_STUCK; i++) {
      morning.metric("ada", "error", i * 4, "");
    }
    for (int s = 25; s < 400; s += 5) {
      morning.metric("ada", "keypress", s, "");
    }
    return morning.recording();
  }

  @Test
  void aJobThatIsRescaledAndPutOnAnotherStateBackEndLosesAndDoublesNothing() throws Exception {
    ListSources lesson = Lesson.ofTwelve(60);
    Outcome undisturbed = inStints(lesson, List.of(new Stint(2, "hashmap")));
    Outcome moved =
        inStints(
            lesson,
            List.of(
                new Stint(1, "hashmap"),
                new Stint(2, "rocksdb"),
                new Stint(1, "rocksdb"),
                new Stint(2, "hashmap")));

    assertThat(undisturbed.episodes()).hasSizeGreaterThan(20);
    assertThat(moved.episodes()).containsExactlyElementsOf(undisturbed.episodes());
    Map<String, List<Long>> revisions =
        moved.alerts().stream()
            .collect(groupingBy(TeacherAlert::id, mapping(TeacherAlert::revision, toList())));
    // what was forgotten would begin again at the first
    assertThat(revisions.values())
        .hasSizeGreaterThan(10)
        .allSatisfy(each -> assertThat(each).doesNotHaveDuplicates().isSorted());
  }

  @Test
  void whatThisVersionSavesItCanGoOnFrom() throws Exception {
    String run = UUID.randomUUID().toString();
    Saved savepoint = whileAdaIsStuck(run, new Stint(1, "rocksdb"));
    assertThat(outcome(run).alerts().get(0).type()).isEqualTo(AlertEventType.DETECTED);
    adaCalmsDownAfter(savepoint, "hashmap");
  }

  @Test
  void everyVersionsSavepointIsGoneOnFrom() throws Exception {
    List<Path> kept = new ArrayList<>();
    try (Stream<Path> folders = Files.list(KEPT)) {
      folders.forEach(kept::add);
    }
    assertThat(kept).isNotEmpty();
    for (Path savepoint : kept) {
      Saved saved = new Saved(savepoint.toAbsolutePath(), ADA_IS_STUCK);
      // which rewrites every value whose form has changed
      adaCalmsDownAfter(saved, "rocksdb");
      // which reads with the old form, and keeps what that gives
      adaCalmsDownAfter(saved, "hashmap");
    }
  }

  private Saved whileAdaIsStuck(String run, Stint how) throws Exception {
    Path to = Path.of("target", "savepoint").toAbsolutePath();
    deleteAll(to);
    return stint(run, how, adasMorning(), ADA_IS_STUCK, Optional.empty(), to);
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** The job knows that ada was in trouble, in which episode, and what was told of it. */
  private void adaCalmsDownAfter(Saved savepoint, String stateBackend) throws Exception {
    ListSources morning = adasMorning();
    String run = UUID.randomUUID().toString();
    stint(
        run,
        new Stint(2, stateBackend),
        morning,
        morning.events().size(),
        Optional.of(savepoint),
        directory);

    Outcome outcome = outcome(run);
    assertThat(outcome.alerts())
        .as("of ada's alert, after " + savepoint + " on " + stateBackend)
        .extracting(TeacherAlert::type)
        .doesNotContain(AlertEventType.DETECTED)
        .endsWith(AlertEventType.RESOLVED);
    TeacherAlert resolved = outcome.alerts().get(outcome.alerts().size() - 1);
    assertThat(resolved.studentId()).contains("ada");
    assertThat(resolved.revision()).isGreaterThan(1_000);
    FrustrationEpisode last = outcome.episodes().get(outcome.episodes().size() - 1);
    assertThat(last.id()).isEqualTo(resolved.episodeId());
    assertThat(last.resolvedAt()).isPresent();
    assertThat(last.detectedAt()).isBefore(Lesson.BEGINNING.plusSeconds(20));
  }
}
