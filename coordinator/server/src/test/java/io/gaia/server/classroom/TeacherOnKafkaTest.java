package io.gaia.server.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.testkit.LiveClient;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a teacher sees and does, from the topic to the page and back. */
@Timeout(180)
@ExtendWith(ClassOnKafka.Extension.class)
class TeacherOnKafkaTest {

  private final ClassOnKafka ours;

  TeacherOnKafkaTest(ClassOnKafka ours) {
    this.ours = ours;
  }

  @Test
  void anAlertReachesTheTeacherAndWhatTheyDoReachesKafkaOnce() throws Exception {
    try (LiveClient page = ours.page()) {
      page.frame(0);
      ours.send(ours.alert("a", 1));
      JsonNode detected = page.frame(1).get("event");
      assertThat(detected.get("type").textValue()).isEqualTo("frustration.detected");
      assertThat(detected.at("/reasons/0/text").textValue()).isNotBlank();

      HttpResponse<String> seen =
          ours.post(
              ours.path("/alerts/", "a", "/acknowledge"),
              ours.teacher(),
              "{\"note\":\"on my way\"}");
      assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
      JsonNode alert = RunningServer.json(seen);
      assertThat(alert.get("state").textValue()).isEqualTo("acknowledged");
      assertThat(alert.get("revision").longValue()).isEqualTo(1_001);
      assertThat(alert.at("/action/teacher_id").textValue()).isEqualTo("t-1");
      JsonNode told = page.frame(2).get("event");
      assertThat(told.get("type").textValue()).isEqualTo("frustration.acknowledged");
      assertThat(told.get("revision").longValue()).isEqualTo(1_001);

      HttpResponse<String> again =
          ours.post(
              ours.path("/alerts/", "a", "/acknowledge"),
              ours.teacher(),
              "{\"note\":\"on my way\"}");
      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(seen.body());

      ours.send(ours.alert("a", 2));
      assertThat(page.frame(3).at("/event/state").textValue()).isEqualTo("open");

      String help = "{\"alert_id\":\"" + ours.id("a") + "\",\"category\":\"talked\"}";
      HttpResponse<String> helped = ours.post("/interventions", ours.teacher(), help);
      assertThat(helped.statusCode()).as(helped.body()).isEqualTo(201);
      assertThat(RunningServer.json(helped).get("student_id").textValue())
          .isEqualTo("s-" + ours.id("a"));
      HttpResponse<String> helpedAgain = ours.post("/interventions", ours.teacher(), help);
      assertThat(helpedAgain.statusCode()).isEqualTo(200);
      assertThat(helpedAgain.body()).isEqualTo(helped.body());
      assertThat(page.frame(4).at("/event/type").textValue()).isEqualTo("intervention.recorded");

      HttpResponse<String> done =
          ours.post(ours.path("/alerts/", "a", "/resolve"), ours.teacher(), "{}");
      assertThat(RunningServer.json(done).get("state").textValue()).isEqualTo("resolved");
      assertThat(
              ours.post(ours.path("/alerts/", "a", "/acknowledge"), ours.teacher(), "{}")
                  .statusCode())
          .isEqualTo(409);
    }
    assertThat(ours.all(Topic.TEACHER_ALERTS))
        .extracting(alert -> alert.get("revision").longValue())
        .containsExactly(1_000L, 1_001L, 2_000L, 2_001L, 2_002L);
    assertThat(ours.all(Topic.INTERVENTIONS)).hasSize(1);
  }

  @Test
  void helpWithoutAnAlertAndSnoozeAndFiltersWork() throws Exception {
    ours.send(Topic.STUDENT_FRUSTRATION, ours.id("ada"), ours.calm("ada"));
    ours.send(ours.alert("a", 1));
    ours.send(ours.alert("b", 1));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> RunningServer.json(ours.get("/alerts", ours.teacher())).get("items").size() == 2);

    HttpRequest.Builder help =
        HttpRequest.newBuilder(ours.server().api("/interventions"))
            .header("Authorization", "Bearer " + ours.teacher())
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "click-1")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"student_id\":\"" + ours.id("ada") + "\",\"category\":\"talked\"}"));
    HttpResponse<String> helped = ours.server().send(help);
    assertThat(helped.statusCode()).as(helped.body()).isEqualTo(201);
    assertThat(RunningServer.json(helped).has("alert_id")).isFalse();
    assertThat(ours.server().send(help).statusCode()).isEqualTo(200);
    JsonNode helps =
        RunningServer.json(ours.get("/interventions?classroom_id=" + ours.id(), ours.teacher()));
    assertThat(helps.get("items")).hasSize(1);

    HttpResponse<String> snoozed =
        ours.post(ours.path("/alerts/", "b", "/snooze"), ours.teacher(), "{\"seconds\":600}");
    assertThat(RunningServer.json(snoozed).get("state").textValue()).isEqualTo("acknowledged");
    assertThat(
            ours.post(ours.path("/alerts/", "b", "/snooze"), ours.teacher(), "{\"seconds\":600}")
                .body())
        .isEqualTo(snoozed.body());
    assertThat(
            ours.post(ours.path("/alerts/", "b", "/snooze"), ours.teacher(), "{\"seconds\":0}")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            ours.post(ours.path("/alerts/", "b", "/snooze"), ours.teacher(), "{\"secs\":5}")
                .statusCode())
        .isEqualTo(400);
    JsonNode open =
        RunningServer.json(
            ours.get("/alerts?state=open&classroom_id=" + ours.id(), ours.teacher()));
    assertThat(open.get("items")).hasSize(1);
    assertThat(open.at("/items/0/id").textValue()).isEqualTo(ours.id("a"));

    JsonNode first = RunningServer.json(ours.get("/alerts?limit=2", ours.teacher()));
    JsonNode rest =
        RunningServer.json(
            ours.get(
                "/alerts?limit=2&cursor=" + first.get("next_cursor").textValue(), ours.teacher()));
    assertThat(rest.get("items")).hasSize(1);
    assertThat(rest.get("next_cursor").isNull()).isTrue();
  }

  @Test
  void whatIsNotTheirsIsNotShownAndIdsAreNotProbed() throws Exception {
    ours.send(
        Topic.CLASSROOMS,
        ours.id(),
        Classroom.of(ours.id(), "Room 12", List.of("t-9"), Optional.empty()));
    ours.send(Topic.STUDENT_FRUSTRATION, ours.id("ada"), ours.calm("ada"));
    ours.send(ours.alert("a", 1));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                ours.get(ours.path("/students/", "ada", "/frustration"), ours.admin()).statusCode()
                    == 200);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                ours.get("/alerts?classroom_id=" + ours.id(), ours.teacher())
                    .body()
                    .contains(ours.id("a")));

    String foreign = ours.server().teacherToken("t-2", "elsewhere");
    assertThat(RunningServer.json(ours.get("/classrooms", foreign)).get("items")).isEmpty();
    for (String path :
        List.of(
            "/classrooms/" + ours.id(),
            "/classrooms/none",
            "/classrooms/" + ours.id() + "/students")) {
      assertThat(ours.get(path, foreign).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(ours.get("/alerts?classroom_id=" + ours.id(), foreign).statusCode()).isEqualTo(403);
    assertThat(ours.get(ours.path("/students/", "ada", "/frustration"), foreign).body())
        .isEqualTo(ours.get("/students/nobody/frustration", foreign).body());
    assertThat(ours.post(ours.path("/alerts/", "a", "/acknowledge"), foreign, "{}").body())
        .isEqualTo(ours.post("/alerts/none/acknowledge", foreign, "{}").body());
    assertThat(RunningServer.json(ours.get("/alerts", foreign)).get("items")).isEmpty();

    String byRecord = ours.server().teacherToken("t-9");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(ours.get("/classrooms/" + ours.id(), byRecord).body())
                    .contains("\"name\":\"Room 12\""));
    String analyst = ours.server().token("an", "analyst");
    assertThat(ours.get("/classrooms", analyst).body())
        .as("a group of two is withheld")
        .doesNotContain("\"" + ours.id() + "\"");
    assertThat(ours.get("/classrooms/" + ours.id(), analyst).statusCode()).isEqualTo(404);
    assertThat(ours.get("/classrooms/" + ours.id() + "/students", analyst).statusCode())
        .isEqualTo(403);
    assertThat(ours.get("/alerts", analyst).statusCode()).isEqualTo(403);
    assertThat(ours.get("/classrooms", ours.server().token("x", "app")).statusCode())
        .isEqualTo(403);
    assertThat(ours.get("/classrooms/none", ours.admin()).statusCode()).isEqualTo(404);
  }

  @Test
  void aClassSeenForTheFirstTimeIsRecordedOnceAndBadRecordsArePassedOver() throws Exception {
    ours.producer()
        .send(
            new ProducerRecord<>(
                Topic.TEACHER_ALERTS.topicName(),
                ours.id(),
                "{\"id\":".getBytes(StandardCharsets.UTF_8)))
        .get();
    ours.producer()
        .send(
            new ProducerRecord<>(
                Topic.TEACHER_ALERTS.topicName(),
                ours.id(),
                ("{\"classroom_id\":\"" + ours.id() + "\",\"revision\":1000}")
                    .getBytes(StandardCharsets.UTF_8)))
        .get();
    ours.send(ours.alert("a", 1));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ours.get("/classrooms/" + ours.id(), ours.teacher()).statusCode() == 200);
    await().atMost(Duration.ofSeconds(60)).until(() -> ours.all(Topic.CLASSROOMS).size() == 1);
    ours.send(ours.alert("b", 1));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> RunningServer.json(ours.get("/alerts", ours.teacher())).get("items").size() == 2);
    assertThat(ours.all(Topic.CLASSROOMS)).hasSize(1);
    assertThat(EventCodec.mapper().convertValue(ours.all(Topic.CLASSROOMS).get(0), Classroom.class))
        .isEqualTo(ClassroomRegistry.bare(ours.id()));
  }
}
