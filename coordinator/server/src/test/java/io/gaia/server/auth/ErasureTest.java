package io.gaia.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.ErasedStudents;
import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.auth.AccessScene.Answer;
import io.gaia.server.roster.SchoolFiles;
import io.gaia.server.testkit.LiveClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who was erased is nowhere afterwards: on the real database, the real topics, the real routes. */
@Timeout(300)
@ExtendWith(WithAccessScene.class)
class ErasureTest {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final AccessScene scene;
  private final int number = NUMBER.incrementAndGet();
  private final String id = "pupil-" + number + "-own";

  ErasureTest(AccessScene scene) {
    this.scene = scene;
  }

  private Answer erase() {
    return scene.ask("delete", "/students/" + id, scene.admin(), Optional.empty());
  }

  private static JsonNode json(String text) {
    try {
      return EventCodec.mapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private StudentFrustration score() {
    Instant now = Instant.now();
    return new StudentFrustration(
        id,
        "quiz",
        "c-own",
        Optional.empty(),
        Optional.empty(),
        FrustrationLevel.HIGH,
        0.7,
        List.of(),
        now,
        now);
  }

  private TeacherAlert alert(Optional<String> student, String... students) {
    Instant now = Instant.now();
    boolean ofClass = student.isEmpty();
    return new TeacherAlert(
        AlertEventType.DETECTED,
        (ofClass ? "class-alert-" : "alert-") + number,
        "episode-" + number,
        ofClass ? AlertKind.CLASS : AlertKind.STUDENT,
        "c-own",
        student,
        "quiz",
        Optional.empty(),
        Optional.empty(),
        FrustrationLevel.HIGH,
        0.7,
        List.of(),
        now,
        now,
        AlertState.OPEN,
        TeacherAlert.DETECTION_REVISION_STEP,
        false,
        List.of(students),
        Optional.empty());
  }

  private void isInClass() {
    scene.send(Topic.ROSTER, id, new RosterEntry(id, List.of("c-own"), Optional.empty()));
    scene.send(Topic.STUDENT_FRUSTRATION, id, score());
    scene.send(Topic.TEACHER_ALERTS, "c-own", alert(Optional.of(id)));
    scene.send(Topic.TEACHER_ALERTS, "c-own", alert(Optional.empty(), "s-other", id));
    String alerts = "/alerts?classroom_id=c-own&limit=1000";
    await().until(() -> scene.get(alerts, teacher()).body().contains("class-alert-" + number));
    await().until(() -> scene.get("/students/" + id + "/story", teacher()).status() == 200);
    String help = "{\"student_id\":\"" + id + "\",\"category\":\"talked\"}";
    assertThat(scene.ask("post", "/interventions", teacher(), Optional.of(help)).status())
        .isEqualTo(201);
  }

  private String teacher() {
    return scene.token(Role.TEACHER, "own");
  }

  private List<String> rowsThatName(String text) {
    return scene.postgres().rowsThatName(text);
  }

  @Test
  void noTableNamesThemAndNoRowThatComesLateDoes() {
    isInClass();
    scene.postgres().execute(RowsOfAPupil.own(id, String.valueOf(number)));
    scene.postgres().execute(RowsOfAPupil.inAlertOfClass(id, "ca-" + number));
    await().until(() -> rowsThatName(id).stream().anyMatch(row -> row.startsWith("audit_log")));

    Answer answer = erase();
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    JsonNode outcome = json(answer.body());
    for (String table :
        List.of(
            "usability_metrics",
            "satisfaction_ratings",
            "frustration_events",
            "teacher_dashboard_alerts",
            "interventions",
            "alerts_of_classes")) {
      assertThat(outcome.at("/rows/" + table).longValue()).as(table).isEqualTo(1);
    }
    assertThat(rowsThatName(id)).isEmpty();

    scene.postgres().execute(RowsOfAPupil.own(id, "late-" + number));
    scene.postgres().execute(RowsOfAPupil.inAlertOfClass(id, "late-ca-" + number));
    assertThat(rowsThatName(id)).isEmpty();
    assertThat(
            scene
                .postgres()
                .ask(
                    ("select count(*) from teacher_dashboard_alerts where id in ('ca-%1$d',"
                            + " 'late-ca-%1$d') and details -> 'students' = '[\"s-other\"]'")
                        .formatted(number)))
        .isEqualTo(2);

    // who knows the id still finds who looked at the student, and who erased them
    String audit = "/audit?student_id=" + id + "&limit=1000";
    await()
        .untilAsserted(
            () ->
                assertThat(scene.get(audit, scene.admin()).body())
                    .contains("POST /interventions", "DELETE /students/{id}", "erased_rows"));
    assertThat(json(scene.get(audit, scene.admin()).body()).at("/items/0/student_ids/0").asText())
        .isEqualTo(outcome.get("student_hash").asText());
    assertThat(erase().status()).isEqualTo(202);
    assertThat(rowsThatName(id)).isEmpty();
  }

  @Test
  void theTeacherSeesTheClassWithoutThem() {
    isInClass();
    URI ws = URI.create(scene.server().root("/ws").toString().replace("http:", "ws:"));
    try (LiveClient before = LiveClient.withToken(ws, teacher())) {
      before.subscribe("classroom:c-own", "0");
      await().until(() -> before.frames().toString().contains("class-alert-" + number));
      assertThat(before.frames().toString()).contains(id);
    }
    assertThat(erase().status()).isEqualTo(202);
    for (String path :
        List.of(
            "/classrooms/c-own/students",
            "/alerts?classroom_id=c-own&limit=1000",
            "/interventions?classroom_id=c-own&limit=1000")) {
      assertThat(scene.get(path, teacher()).body()).as(path).doesNotContain(id);
    }
    assertThat(scene.get("/students/" + id + "/frustration", teacher()).status()).isEqualTo(404);
    assertThat(scene.get("/alerts?classroom_id=c-own&limit=1000", teacher()).body())
        .contains("class-alert-" + number);
    // what detection says late is not shown either
    scene.send(Topic.STUDENT_FRUSTRATION, id, score());
    scene.send(Topic.TEACHER_ALERTS, "c-own", alert(Optional.of(id)));
    scene.alert("after-" + id.hashCode());
    try (LiveClient after = LiveClient.withToken(ws, teacher())) {
      after.subscribe("classroom:c-own", "0");
      await().until(() -> after.frames().toString().contains("after-" + id.hashCode()));
      assertThat(after.frames().toString()).contains("class-alert-" + number).doesNotContain(id);
    }
    assertThat(scene.get("/classrooms/c-own/students", teacher()).body()).doesNotContain(id);
  }

  @Test
  void nothingIsTakenUntilARosterNamesThemAnew() {
    isInClass();
    assertThat(erase().status()).isEqualTo(202);
    JsonNode refused = json(collect().body());
    assertThat(refused.get("accepted").intValue()).isZero();
    assertThat(refused.at("/rejected/0/field").textValue()).isEqualTo("student_id");
    assertThat(refused.at("/rejected/0/reason").textValue()).contains("erased");
    assertThat(texts(scene.broker().recordsOf(Topic.REJECTED_EVENTS)))
        .noneMatch(it -> it.contains(id));

    byte[] school =
        SchoolFiles.delta().schoolClass("7-" + number, "7").student(id, "7-" + number).zip();
    assertThat(
            scene
                .server()
                .send(
                    HttpRequest.newBuilder(scene.server().api("/roster"))
                        .header("Authorization", "Bearer " + scene.admin())
                        .header("Content-Type", "application/zip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(school)))
                .statusCode())
        .isEqualTo(200);
    assertThat(json(collect().body()).get("accepted").intValue()).isEqualTo(1);
    scene.postgres().execute(RowsOfAPupil.own(id, String.valueOf(number)));
    assertThat(rowsThatName(id)).isNotEmpty();
    // what is from before stays away
    scene
        .postgres()
        .execute(
            ("insert into usability_metrics (event_id, student_id, app_name, session_id,"
                    + " metric_type, metric_value, timestamp) values ('old-%d', '%s', 'quiz', 'x',"
                    + " 'error', 1, now() - interval '1 hour')")
                .formatted(number, id));
    assertThat(
            scene
                .postgres()
                .ask(
                    "select count(*) from usability_metrics where event_id = 'old-" + number + "'"))
        .isZero();
  }

  private Answer collect() {
    return scene.ask(
        "post",
        "/events",
        scene.token(Role.APP, "own"),
        Optional.of(
            "{\"student_id\":\"%s\",\"app_name\":\"quiz\",\"session_id\":\"x\",\"metric_type\":\"error\","
                    .formatted(id)
                + "\"metric_value\":1,\"timestamp\":\"%s\"}".formatted(Instant.now())));
  }

  @Test
  void noCompactedTopicNamesThemOnceItIsCompacted() throws Exception {
    isInClass();
    assertThat(erase().status()).isEqualTo(202);
    List<Topic> compacted = Arrays.stream(Topic.values()).filter(Topic::isCompacted).toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", scene.broker().address()))) {
      Compaction compaction = new Compaction(scene, admin, compacted);
      compaction.hasten();
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                compaction.nudge();
                for (Topic topic : compacted) {
                  assertThat(texts(scene.broker().recordsOf(topic)))
                      .as(topic.topicName())
                      .noneMatch(text -> text.contains(id));
                }
              });
    }
    ErasedStudents remembered = new ErasedStudents();
    scene.broker().recordsOf(Topic.ERASURES).stream()
        .filter(record -> record.value() != null)
        .forEach(record -> remembered.apply(EventCodec.fromBytes(record.value(), Erasure.class)));
    assertThat(remembered.covers(id, Instant.now())).isTrue();
  }

  @Test
  void theOtherTopicsKeepAWeek() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", scene.broker().address()))) {
      List<ConfigResource> others =
          Arrays.stream(Topic.values())
              .filter(topic -> !topic.isCompacted())
              .map(Compaction::resource)
              .toList();
      Map<ConfigResource, Config> settings = admin.describeConfigs(others).all().get();
      assertThat(settings)
          .hasSize(7)
          .allSatisfy(
              (topic, config) -> {
                assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
                assertThat(config.get("retention.ms").value())
                    .isEqualTo(String.valueOf(Duration.ofDays(7).toMillis()));
                // or a quiet topic's only segment would never be old enough to go
                assertThat(Long.parseLong(config.get("segment.ms").value()))
                    .isLessThanOrEqualTo(Duration.ofDays(1).toMillis());
              });
    }
  }

  private static List<String> texts(List<ConsumerRecord<String, byte[]>> records) {
    return records.stream()
        .flatMap(
            record ->
                Stream.of(
                    String.valueOf(record.key()),
                    record.value() == null
                        ? ""
                        : new String(record.value(), StandardCharsets.UTF_8)))
        .toList();
  }
}
