package io.gaia.flink.writer;

import static io.gaia.flink.writer.Records.action;
import static io.gaia.flink.writer.Records.alert;
import static io.gaia.flink.writer.Records.at;
import static io.gaia.flink.writer.Records.classAlert;
import static io.gaia.flink.writer.Records.episode;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.flink.common.RawRecord;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.topic.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of one alert and its episode, in every order that Kafka's topics allow and then some. */
class AlertRowsTest {

  private static final RawRecord DETECTED =
      Records.of(
          Topic.TEACHER_ALERTS,
          alert(AlertEventType.DETECTED, AlertState.OPEN, 1000, Optional.empty()));
  private static final RawRecord ACKNOWLEDGED =
      Records.of(
          Topic.TEACHER_ALERTS,
          alert(
              AlertEventType.ACKNOWLEDGED,
              AlertState.ACKNOWLEDGED,
              1001,
              action("t1", 30, "drew a pie")));
  private static final RawRecord RESOLVED =
      Records.of(
          Topic.TEACHER_ALERTS,
          alert(AlertEventType.RESOLVED, AlertState.RESOLVED, 2000, Optional.empty()));
  private static final RawRecord OPENED =
      Records.of(
          Topic.FRUSTRATION_EVENTS, episode(FrustrationLevel.MEDIUM, 0, Optional.empty(), 1));
  private static final RawRecord ENDED =
      Records.of(
          Topic.FRUSTRATION_EVENTS, episode(FrustrationLevel.HIGH, 0, Optional.of(at(90)), 2));

  private static StoppablePostgres postgres;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    postgres = new StoppablePostgres(directory);
    postgres.migrate();
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void empty() {
    postgres.execute("truncate teacher_dashboard_alerts, frustration_events, classrooms");
  }

  static Stream<List<RawRecord>> orders() {
    return permutations(List.of(DETECTED, ACKNOWLEDGED, RESOLVED, OPENED, ENDED)).stream();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyOrderEndsTheSame(List<RawRecord> records) throws Exception {
    try (PatientDatabase database = new PatientDatabase(postgres.url())) {
      // by halves, so that the order counts within a batch and between batches
      RawRecord[] all = records.toArray(new RawRecord[0]);
      assertThat(database.write(PatientDatabaseTest.rows(all[0], all[1], all[2]))).isEmpty();
      assertThat(database.write(PatientDatabaseTest.rows(all[2], all[3], all[4]))).isEmpty();
    }
    assertThat(
            postgres.query(
                "select concat_ws(' ', alert_type, state, severity, revision, teacher_id,"
                    + " intervention_note, acknowledged_at = '2026-01-31T10:00:30Z',"
                    + " updated_at = '2026-01-31T10:00:02Z') from teacher_dashboard_alerts"))
        .containsExactly("frustration.resolved resolved warning 2000 t1 drew a pie t t");
    assertThat(
            postgres.query(
                "select concat_ws(' ', severity, revision, acknowledged_at ="
                    + " '2026-01-31T10:00:30Z', resolved_at = '2026-01-31T10:01:30Z')"
                    + " from frustration_events"))
        .containsExactly("high 2 t t");
  }

  @Test
  void anAcknowledgementAfterTheEpisodeIsNotItsOwn() throws Exception {
    write(
        OPENED,
        ACKNOWLEDGED,
        Records.of(
            Topic.FRUSTRATION_EVENTS, episode(FrustrationLevel.HIGH, 0, Optional.of(at(20)), 2)));
    assertThat(postgres.query("select acknowledged_at from frustration_events"))
        .containsExactly((String) null);
  }

  @Test
  void acknowledgingAClassAcknowledgesItsStudentsEpisodes() throws Exception {
    write(OPENED, Records.of(Topic.TEACHER_ALERTS, classAlert(1001, action("t1", 30, "board"))));
    assertThat(postgres.query("select acknowledged_at is not null from frustration_events"))
        .containsExactly("t");
    empty();
    write(Records.of(Topic.TEACHER_ALERTS, classAlert(1001, action("t1", 30, "board"))), OPENED);
    assertThat(postgres.query("select acknowledged_at is not null from frustration_events"))
        .containsExactly("t");
  }

  @Test
  void aSnoozedAlertIsNotAcknowledged() throws Exception {
    write(
        Records.of(
            Topic.TEACHER_ALERTS,
            alert(AlertEventType.SNOOZED, AlertState.OPEN, 1001, action("t1", 30, "later"))));
    assertThat(postgres.query("select acknowledged_at from teacher_dashboard_alerts"))
        .containsExactly((String) null);
  }

  @Test
  void anAlertIsTheTeachersWhoIsInChargeOfTheClass() throws Exception {
    RawRecord classroom =
        Records.of(
            Topic.CLASSROOMS, Classroom.of("c1", "5b", List.of("t9", "t1"), Optional.empty()));
    write(classroom, DETECTED, ACKNOWLEDGED);
    assertThat(postgres.query("select teacher_id from teacher_dashboard_alerts"))
        .containsExactly("t9");
    empty();
    write(DETECTED, classroom);
    assertThat(postgres.query("select teacher_id from teacher_dashboard_alerts"))
        .containsExactly("t9");
  }

  @Test
  void whatIsDetectedAgainInOneRoundIsAnEscalation() throws Exception {
    write(DETECTED, ACKNOWLEDGED, detectedAs(3000));
    assertThat(typeAndState()).containsExactly("frustration.escalated open 3000");
    write(detectedAs(TeacherAlert.ROUND + 2000));
    assertThat(typeAndState()).containsExactly("frustration.detected open 10000");
  }

  private static RawRecord detectedAs(long revision) {
    return Records.of(
        Topic.TEACHER_ALERTS,
        alert(AlertEventType.DETECTED, AlertState.OPEN, revision, Optional.empty()));
  }

  private static List<String> typeAndState() {
    return postgres.query(
        "select concat_ws(' ', alert_type, state, revision) from teacher_dashboard_alerts");
  }

  private static void write(RawRecord... records) throws Exception {
    try (PatientDatabase database = new PatientDatabase(postgres.url())) {
      assertThat(database.write(PatientDatabaseTest.rows(records))).isEmpty();
    }
  }

  private static <T> List<List<T>> permutations(List<T> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (T first : of) {
      List<T> rest = new ArrayList<>(of);
      rest.remove(first);
      for (List<T> tail : permutations(rest)) {
        List<T> one = new ArrayList<>(List.of(first));
        one.addAll(tail);
        all.add(one);
      }
    }
    return all;
  }
}
