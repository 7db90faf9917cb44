package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.flink.common.JobEnvironment;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same class as it happened, sixty times as fast, as one bounded batch, and out of order: the
 * history is the same. What teachers were told live may differ, and how far is printed.
 */
class ReplayPaceTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Less than what may be late. */
  private static final int OUT_OF_ORDER_MS = 40_000;

  @RegisterExtension
  private static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(8)
              .build());

  @TempDir Path directory;

  private final MiniCluster cluster;
  private final Map<JobID, PacedSources> underWay = new LinkedHashMap<>();

  ReplayPaceTest(@InjectMiniCluster MiniCluster cluster) {
    this.cluster = cluster;
  }

  private static StreamExecutionEnvironment pipeline(String run, DetectionSources sources) {
    Configuration settings = JobEnvironment.settings(Duration.ofSeconds(10));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(2);
    new DetectionPipeline(sources, topic -> new CollectingSink(run, topic)).build(environment);
    return environment;
  }

  private String begin(ListSources recording, double speed) throws Exception {
    String run = UUID.randomUUID().toString();
    PacedSources sources = new PacedSources(run, recording, speed);
    underWay.put(pipeline(run, sources).executeAsync().getJobID(), sources);
    return run;
  }

  private static String inOneBatch(ListSources recording) throws Exception {
    String run = UUID.randomUUID().toString();
    pipeline(run, recording).execute();
    return run;
  }

  /** Ends them when all was read, as the end of a batch does. */
  private void awaitAll() throws Exception {
    for (Map.Entry<JobID, PacedSources> job : underWay.entrySet()) {
      await("all events have come")
          .atMost(PATIENCE)
          .until(
              () ->
                  job.getValue().areRead()
                      || cluster.getJobStatus(job.getKey()).get().isGloballyTerminalState());
      cluster
          .stopWithSavepoint(
              job.getKey(), directory.toUri().toString(), true, SavepointFormatType.CANONICAL)
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** The recording is old: to the clock, who reads it catches up. */
  @Test
  void whoCatchesUpTellsWhileItReads() throws Exception {
    String run = begin(Lesson.ofTwelve(40), 60);
    PacedSources sources = underWay.values().iterator().next();
    await("an alert, or the end of the recording")
        .atMost(PATIENCE)
        .until(() -> !alerts(run).isEmpty() || sources.areRead());
    assertThat(sources.areRead()).isFalse();
    cluster.cancelJob(underWay.keySet().iterator().next()).get();
  }

  @Test
  void theHistoryOfAClassIsTheSameAtEveryPaceAndInEveryOrder() throws Exception {
    ListSources halfAMinute = Lesson.halfAMinute();
    ListSources lesson = Lesson.ofTwelve(40);
    Map<String, String> short1 = new LinkedHashMap<>();
    Map<String, String> long60 = new LinkedHashMap<>();
    // real time passes while the others run
    short1.put("as it happened", begin(halfAMinute, 1));
    short1.put("60 times as fast", begin(halfAMinute, 60));
    long60.put("60 times as fast", begin(lesson, 60));
    short1.put("in one batch", inOneBatch(halfAMinute));
    long60.put("in one batch", inOneBatch(lesson));
    long seed = System.nanoTime();
    System.out.println("shuffled with seed " + seed);
    short1.put("shuffled", inOneBatch(shuffled(halfAMinute, new Random(seed))));
    long60.put("shuffled", inOneBatch(shuffled(lesson, new Random(seed))));
    awaitAll();

    sameHistory("half a minute", short1);
    sameHistory("a lesson", long60);
  }

  private static ListSources shuffled(ListSources recording, Random random) {
    ListSources shuffled = new ListSources();
    Map<Long, String> byArrival = new TreeMap<>();
    recording
        .events()
        .forEach(
            event -> {
              long at = event.timestamp() + random.nextInt(OUT_OF_ORDER_MS);
              while (byArrival.containsKey(at)) {
                at++;
              }
              byArrival.put(at, new String(event.value(), StandardCharsets.UTF_8));
            });
    byArrival.forEach(shuffled::event);
    return shuffled;
  }

  private static void sameHistory(String what, Map<String, String> runs) {
    List<FrustrationEpisode> expected = CollectingSink.history(runs.get("in one batch"));
    assertThat(expected).isNotEmpty();
    runs.forEach(
        (how, run) -> {
          System.out.println(what + ", " + how + ": " + difference(run));
          assertThat(CollectingSink.history(run))
              .as(what + ", " + how)
              .containsExactlyElementsOf(expected);
        });
  }

  private static List<TeacherAlert> alerts(String run) {
    return CollectingSink.written(run, Topic.TEACHER_ALERTS, TeacherAlert.class);
  }

  /** How far what was told live is from the history. */
  private static String difference(String run) {
    Map<String, Instant> inHistory = new TreeMap<>();
    CollectingSink.history(run)
        .forEach(it -> inHistory.putIfAbsent(it.studentId(), it.detectedAt()));
    Map<String, Instant> live = new TreeMap<>();
    alerts(run).stream()
        .filter(it -> it.type() == AlertEventType.DETECTED && it.studentId().isPresent())
        .forEach(it -> live.putIfAbsent(it.studentId().orElseThrow(), it.at()));
    List<Long> later = new ArrayList<>();
    inHistory.forEach(
        (student, at) -> {
          if (live.containsKey(student)) {
            later.add(Duration.between(at, live.get(student)).toMillis());
          }
        });
    later.sort(Comparator.naturalOrder());
    return "%d students in the history, %d of them told live, %d told live alone; live %s"
        .formatted(
            inHistory.size(),
            later.size(),
            live.keySet().stream().filter(it -> !inHistory.containsKey(it)).count(),
            later.isEmpty()
                ? "never"
                : "%+.1f s from the history's moment (median), %+.1f to %+.1f s"
                    .formatted(
                        later.get(later.size() / 2) / 1e3,
                        later.get(0) / 1e3,
                        later.get(later.size() - 1) / 1e3));
  }
}
