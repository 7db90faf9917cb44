package io.gaia.flink.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.common.JobEnvironment;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.EpisodeType;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.RejectedEvent;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole pipeline on lists, in a mini cluster with two slots. */
class DetectionPipelineTest {
  private static final long BEGINNING = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  @RegisterExtension
  private static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  /** One event as JSON, and when it was received. */
  private record Sent(long at, String json) {}

  private record Written(String run) {
    List<TeacherAlert> alerts() {
      return CollectingSink.written(run, Topic.TEACHER_ALERTS, TeacherAlert.class);
    }

    List<FrustrationEpisode> episodes() {
      return CollectingSink.written(run, Topic.FRUSTRATION_EVENTS, FrustrationEpisode.class);
    }

    List<StudentFrustration> frustration() {
      return CollectingSink.written(run, Topic.STUDENT_FRUSTRATION, StudentFrustration.class);
    }

    List<RejectedEvent> rejected() {
      return CollectingSink.written(run, Topic.REJECTED_EVENTS, RejectedEvent.class);
    }
  }

  private static Written run(ListSources sources) throws Exception {
    return run(sources, "hashmap");
  }

  private static Written run(ListSources sources, String stateBackend) throws Exception {
    Configuration settings = JobEnvironment.settings(Duration.ofSeconds(10));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    settings.set(StateBackendOptions.STATE_BACKEND, stateBackend);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(2);
    String run = UUID.randomUUID().toString();
    new DetectionPipeline(sources, topic -> new CollectingSink(run, topic)).build(environment);
    environment.execute();
    return new Written(run);
  }

  private static ListSources of(List<Sent> events) {
    ListSources sources = new ListSources();
    events.forEach(event -> sources.event(event.at(), event.json()));
    return sources;
  }

  private static Sent metric(String student, String type, double seconds, String more) {
    long at = BEGINNING + (long) (seconds * 1000);
    return new Sent(
        at,
        String.format(
            Locale.ROOT,
            """
            {"event_id":"%s-%s-%d","student_id":"%s","app_name":"fractions","session_id":"s",
             "metric_type":"%s","metric_value":1,"timestamp":"%s"%s}\
            """,
            student,
            type,
            at,
            student,
            type,
            Instant.ofEpochMilli(at),
            more));
  }

  private static List<Sent> sixErrors(String student) {
    List<Sent> events = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      events.add(metric(student, "error", i * 4, ",\"classroom_id\":\"c-1\""));
    }
    return events;
  }

  private static List<Sent> calmFor(String student, int fromSecond, int seconds) {
    List<Sent> events = new ArrayList<>();
    for (int s = fromSecond; s < fromSecond + seconds; s += 5) {
      events.add(metric(student, "keypress", s, ",\"classroom_id\":\"c-1\""));
    }
    return events;
  }

  @Test
  void aBurstOfErrorsIsAnAlertWithReasonsAndCalmResolvesIt() throws Exception {
    List<Sent> events = sixErrors("ada");
    events.addAll(calmFor("ada", 25, 200));
    Written written = run(of(events));

    TeacherAlert detected = written.alerts().get(0);
    assertThat(detected.type()).isEqualTo(AlertEventType.DETECTED);
    assertThat(detected.studentId()).contains("ada");
    assertThat(detected.classroomId()).isEqualTo("c-1");
    assertThat(detected.level().isAtLeast(FrustrationLevel.MEDIUM)).isTrue();
    assertThat(detected.score()).isBetween(0.45, 1.0);
    assertThat(detected.reasons().get(0).text()).contains("errors within a minute");
    assertThat(detected.at()).isBefore(Instant.ofEpochMilli(BEGINNING + 20_000));
    TeacherAlert last = written.alerts().get(written.alerts().size() - 1);
    assertThat(last.type()).isEqualTo(AlertEventType.RESOLVED);
    assertThat(last.state()).isEqualTo(AlertState.RESOLVED);
    assertThat(last.id()).isEqualTo(detected.id());
    assertThat(last.revision())
        .isGreaterThan(detected.revision())
        .isEqualTo(5 * TeacherAlert.DETECTION_REVISION_STEP);

    FrustrationEpisode opened = written.episodes().get(0);
    assertThat(opened.id()).isEqualTo(detected.episodeId());
    FrustrationEpisode resolved = written.episodes().get(written.episodes().size() - 1);
    assertThat(resolved.resolvedAt()).isPresent();
    assertThat(resolved.detectedAt()).isEqualTo(opened.detectedAt());
    assertThat(resolved.severity()).isEqualTo(FrustrationLevel.CRITICAL);
    List<StudentFrustration> scores = written.frustration();
    assertThat(scores.get(scores.size() - 1).score()).isZero();
    assertThat(scores.get(scores.size() - 1).level()).isEqualTo(FrustrationLevel.NONE);
  }

  @Test
  void theSameEventsShuffledWithinTheAllowedLatenessGiveTheSameHistory() throws Exception {
    List<Sent> events = new ArrayList<>();
    for (int student = 0; student < 12; student++) {
      for (int i = 0; i < 40; i++) {
        String more =
            ",\"classroom_id\":\"c-1\",\"item_id\":\"q%d_1\",\"correct\":%b"
                .formatted(i / 10, (i + student) % 7 == 0);
        events.add(metric("s" + student, "attempt", i * 11 + student * 0.7, more));
        events.add(metric("s" + student, "keypress", i * 11 + 3, ",\"classroom_id\":\"c-1\""));
      }
    }
    events.sort(Comparator.comparingLong(Sent::at));
    List<FrustrationEpisode> inOrder = history(events);
    long seed = System.nanoTime();
    System.out.println("shuffled with seed " + seed);
    Random random = new Random(seed);
    List<Sent> shuffled = new ArrayList<>(events);
    shuffled.replaceAll(event -> new Sent(event.at() + random.nextInt(40_000), event.json()));
    Collections.sort(shuffled, Comparator.comparingLong(Sent::at));

    assertThat(inOrder).isNotEmpty();
    assertThat(history(shuffled)).containsExactlyElementsOf(inOrder);
    assertThat(history(run(of(events), "rocksdb"))).containsExactlyElementsOf(inOrder);
  }

  private static List<FrustrationEpisode> history(List<Sent> events) throws Exception {
    return history(run(of(events)));
  }

  private static List<FrustrationEpisode> history(Written written) {
    return CollectingSink.history(written.run());
  }

  @Test
  void theRosterTellsTheClassAndWithoutItNobodyDoes() throws Exception {
    List<Sent> events = new ArrayList<>();
    for (String student : List.of("ada", "bob")) {
      for (int i = 0; i < 6; i++) {
        events.add(metric(student, "error", i * 3, ""));
      }
    }
    ListSources sources =
        of(events).roster("ada", "{\"student_id\":\"ada\",\"classroom_ids\":[\"c-7\"]}");
    assertThat(run(sources).alerts())
        .extracting(alert -> alert.studentId().orElseThrow() + " " + alert.classroomId())
        .contains("ada c-7", "bob unassigned")
        .doesNotContain("ada unassigned");
  }

  /** Two lessons hours apart, in an app of its own each, and what tells them apart. */
  private static List<Sent> twoLessons(String more) {
    List<Sent> events = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      events.add(metric("ada", "error", i * 4, more.formatted("fractions")));
      events.add(metric("ada", "error", 2 * 3_600 + i * 4, more.formatted("poems")));
    }
    events.sort(Comparator.comparingLong(Sent::at));
    return events;
  }

  private static ListSources inTwoClasses(List<Sent> events, String maths, String german) {
    String classroom =
        "{\"classroom_id\":\"%1$s\",\"name\":\"%1$s\",\"teacher_ids\":[],\"timetable\":%2$s}";
    return of(events)
        .roster("ada", "{\"student_id\":\"ada\",\"classroom_ids\":[\"maths\",\"german\"]}")
        .classroom("maths", classroom.formatted("maths", maths))
        .classroom("german", classroom.formatted("german", german));
  }

  private static List<String> classesAlerted(ListSources sources) throws Exception {
    Written written = run(sources);
    assertThat(written.rejected()).isEmpty();
    List<String> inHistory =
        history(written).stream().map(FrustrationEpisode::classroomId).distinct().toList();
    List<String> alerted =
        written.alerts().stream()
            .filter(alert -> alert.type() == AlertEventType.DETECTED)
            .sorted(Comparator.comparing(TeacherAlert::at))
            .map(TeacherAlert::classroomId)
            .toList();
    assertThat(inHistory).containsExactlyInAnyOrderElementsOf(Set.copyOf(alerted));
    return alerted;
  }

  @Test
  void ofAStudentsTwoClassesTheOneInSessionIsAlertedByLessonByHourAndByApp() throws Exception {
    List<Sent> lessons = twoLessons(",\"lesson_id\":\"%s\"");
    assertThat(classesAlerted(inTwoClasses(lessons, "{}", "{}"))).containsExactly("maths", "maths");
    assertThat(
            classesAlerted(
                inTwoClasses(
                    lessons,
                    "{\"lesson_ids\":[\"fractions\"]}",
                    "{\"lesson_ids\":[\"sonnets\",\"poems\"]}")))
        .containsExactly("maths", "german");
    assertThat(
            classesAlerted(
                inTwoClasses(
                    lessons,
                    "{\"hours\":[{\"from\":\"11:00\",\"until\":\"12:00\"}]}",
                    "{\"hours\":[{\"from\":\"10:00\",\"until\":\"11:00\",\"zone\":\"Europe/Berlin\",\"days\":[\"mon\"]}]}")))
        .as("the first at 9:00, which is 10:00 in Berlin, the second at 11:00")
        .containsExactly("german", "maths");
    List<Sent> apps = new ArrayList<>(lessons);
    apps.replaceAll(
        sent ->
            sent.json().contains("poems")
                ? new Sent(sent.at(), sent.json().replace("\"fractions\"", "\"reader\""))
                : sent);
    assertThat(classesAlerted(inTwoClasses(apps, "{}", "{\"app_names\":[\"reader\"]}")))
        .containsExactly("maths", "german");
  }

  @Test
  void whoIsSilentInTheClassInSessionIsSeenThere() throws Exception {
    List<Sent> events = new ArrayList<>();
    for (int s = 0; s < 420; s += 5) {
      for (String student : List.of("bob", "cleo", "dan")) {
        events.add(metric(student, "keypress", s, ",\"lesson_id\":\"poems\""));
      }
      if (s < 60) {
        events.add(metric("ada", "keypress", s, ",\"lesson_id\":\"poems\""));
      }
    }
    ListSources sources = inTwoClasses(events, "{}", "{\"lesson_ids\":[\"poems\"]}");
    for (String student : List.of("bob", "cleo", "dan")) {
      sources.roster(
          student,
          "{\"student_id\":\"%s\",\"classroom_ids\":[\"maths\",\"german\"]}".formatted(student));
    }
    assertThat(run(sources).episodes())
        .isNotEmpty()
        .allMatch(episode -> episode.classroomId().equals("german"))
        .allMatch(episode -> episode.eventType() == EpisodeType.QUIET);
  }

  @Test
  void aWrongTimetableIsRejectedWithItsField() throws Exception {
    Written written =
        run(inTwoClasses(sixErrors("ada"), "{\"hours\":[{\"from\":\"8\"}]}", "{\"app_names\":[]}"));
    assertThat(written.rejected())
        .singleElement()
        .extracting(RejectedEvent::reason)
        .asString()
        .contains("timetable.hours[0].from takes a time such as 22:00");
  }

  @Test
  void aRuleRaisesTheThreshold() throws Exception {
    ListSources sources =
        of(sixErrors("ada").subList(0, 4))
            .rule(
                "classroom:c-1",
                "{\"scope\":\"classroom:c-1\",\"threshold\":\"critical\",\"weights\":{}}");
    assertThat(run(sources).alerts()).isEmpty();
    assertThat(run(of(sixErrors("ada").subList(0, 4))).alerts()).isNotEmpty();
  }

  @Test
  void badInputIsRejectedWithItsReasonAndDuplicatesCountOnce() throws Exception {
    List<Sent> events = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      events.add(metric("ada", "error", 0, ",\"classroom_id\":\"c-1\""));
    }
    events.add(new Sent(BEGINNING, "not json"));
    events.add(new Sent(BEGINNING, "{\"student_id\":7}"));
    events.add(metric("ada", "telepathy", 1, ""));
    ListSources sources =
        of(events)
            .rule("global", "{\"scope\":\"global\",\"weights\":{\"luck\":1}}")
            .rule("app:quiz", "{\"scope\":\"app:quiz\",\"weights\":{},\"windows\":{\"idle\":60}}")
            .rule(
                "app:maths",
                "{\"scope\":\"app:maths\",\"weights\":{},\"ramps\":{\"thrash\":{\"watch\":9,\"act\":4}}}");
    Written written = run(sources);
    assertThat(written.alerts()).isEmpty();
    assertThat(written.rejected()).hasSize(5);
    assertThat(written.rejected())
        .extracting(RejectedEvent::reason)
        .anyMatch(r -> r.contains("not JSON"))
        .anyMatch(r -> r.contains("windows.idle has no window"))
        .anyMatch(r -> r.contains("ramps.thrash takes watch and act above 0"))
        .anyMatch(r -> r.contains("no signal luck"));
  }

  @Test
  void whoFallsSilentWhileTheClassWorksIsSeenAsQuiet() throws Exception {
    List<Sent> events = new ArrayList<>();
    for (int s = 0; s < 420; s += 5) {
      for (String student : List.of("bob", "cleo", "dan")) {
        events.add(metric(student, "keypress", s, ",\"classroom_id\":\"c-1\""));
      }
      if (s < 60) {
        events.add(metric("ada", "keypress", s, ",\"classroom_id\":\"c-1\""));
      }
    }
    Written written = run(of(events));
    assertThat(written.episodes())
        .isNotEmpty()
        .allMatch(episode -> episode.studentId().equals("ada"))
        .allMatch(episode -> episode.eventType() == EpisodeType.QUIET);
    assertThat(written.episodes().get(0).reasons().get(0).text()).contains("no action for");
  }

  @Test
  void aClassStuckOnOneItemIsOneAlert() throws Exception {
    List<Sent> events = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      for (int student = 0; student < 10; student++) {
        events.add(
            metric(
                "s" + student,
                "attempt",
                i * 8 + student * 0.5,
                ",\"classroom_id\":\"c-1\",\"item_id\":\"hard\",\"correct\":false"));
      }
    }
    List<TeacherAlert> alerts = run(of(events)).alerts();
    TeacherAlert classWide =
        alerts.stream().filter(alert -> alert.studentId().isEmpty()).findFirst().orElseThrow();
    assertThat(classWide.itemId()).contains("hard");
    assertThat(classWide.students()).hasSizeGreaterThanOrEqualTo(4);
    // decided on arrival: how many of the ten it had heard of by then depends on the tasks' pace
    assertThat(classWide.reasons().get(0).text())
        .containsPattern("([4-9]|10) of ([4-9]|10) may be stuck on 'hard'");
    long singles =
        alerts.stream()
            .filter(
                alert -> alert.type() == AlertEventType.DETECTED && alert.studentId().isPresent())
            .count();
    // those who were stuck before eight of the class had been heard of
    assertThat(singles).isLessThan(10);
  }

  @Test
  void twoClassesOfOneTeacherShareWhatMayBeLoudAndARuleMakesThemQuiet() throws Exception {
    List<Sent> events = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      // four errors are no critical alert
      for (int error = 0; error < 4; error++) {
        String more = ",\"classroom_id\":\"c-%d\"".formatted(i % 2);
        events.add(metric("s" + i, "error", i * 20 + error * 3, more));
      }
    }
    String classroom = "{\"classroom_id\":\"%1$s\",\"name\":\"%1$s\",\"teacher_ids\":[\"t-1\"]}";
    ListSources sources =
        of(events)
            .classroom("c-0", classroom.formatted("c-0"))
            .classroom("c-1", classroom.formatted("c-1"));
    assertThat(loudIn(run(sources))).hasSize(2);
    sources.rule(
        "global",
        """
        {"scope":"global","weights":{},
         "quiet_hours":[{"from":"09:00","until":"10:00"}]}\
        """);
    assertThat(loudIn(run(sources))).isEmpty();
  }

  private static List<TeacherAlert> loudIn(Written written) {
    List<TeacherAlert> detected =
        written.alerts().stream().filter(it -> it.type() == AlertEventType.DETECTED).toList();
    assertThat(detected).hasSize(4);
    return detected.stream().filter(alert -> !alert.quiet()).toList();
  }
}
