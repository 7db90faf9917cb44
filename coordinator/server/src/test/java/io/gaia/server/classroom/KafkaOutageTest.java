package io.gaia.server.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.testkit.LiveClient;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker is killed, the topic is made anew: nobody misses anything, or is told so. */
@Timeout(180)
@ExtendWith(ClassOnKafka.Extension.class)
class KafkaOutageTest {

  private final ClassOnKafka ours;

  KafkaOutageTest(ClassOnKafka ours) {
    this.ours = ours;
  }

  @Test
  void kafkaGoesDownAndComesBackAndNobodyMissesAnything() throws Exception {
    ours.send(ours.alert("a", 1));
    try (LiveClient page = ours.pageAfter("0")) {
      String cursor = page.frame(1).get("cursor").textValue();
      ours.killKafka();
      HttpResponse<String> refused =
          ours.post(ours.path("/alerts/", "a", "/acknowledge"), ours.teacher(), "{}");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(RunningServer.json(ours.get("/alerts", ours.teacher())).get("items")).hasSize(1);
      assertThat(ours.get("/classrooms/" + ours.id() + "/students", ours.teacher()).statusCode())
          .isEqualTo(200);

      ours.startKafka();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  ours.post(ours.path("/alerts/", "a", "/acknowledge"), ours.teacher(), "{}")
                          .statusCode()
                      == 200);
      page.frame(2);
      assertThat(page.isOpen()).isTrue();

      ours.stopServer();
      assertThat(page.closeCode()).isEqualTo(1012);
      ours.send(ours.alert("b", 1));
      ours.startServer();
      ours.send(ours.alert("c", 1));
      try (LiveClient again = ours.pageAfter(cursor)) {
        await().atMost(Duration.ofSeconds(60)).until(() -> again.events().size() == 3);
        assertThat(again.events())
            .extracting(
                frame -> frame.at("/event/id").textValue() + frame.at("/event/revision").asText())
            .containsExactly(ours.id("a") + 1001, ours.id("b") + 1000, ours.id("c") + 1000);
      }
    }
  }

  @Test
  void whoWasAwayForLongGetsEveryAlertFromKafkaAlsoOverAnOutage() throws Exception {
    // more than memory keeps of a class
    int alerts = 2_500;
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < alerts; i++) {
      TeacherAlert alert = ours.alert("n" + i, 1);
      sent.add(alert.id());
      byte[] value = EventCodec.toBytes(alert);
      ours.producer()
          .send(new ProducerRecord<>(Topic.TEACHER_ALERTS.topicName(), ours.id(), value));
      if (i % 100 == 0) {
        // said again, it is no news
        ours.producer()
            .send(new ProducerRecord<>(Topic.TEACHER_ALERTS.topicName(), ours.id(), value));
      }
    }
    ours.producer().flush();
    String early;
    try (LiveClient live = ours.pageAfter("0")) {
      assertThat(idsOf(live, alerts)).isEqualTo(sent);
      early = live.events().get(99).get("cursor").textValue();
    }
    try (LiveClient again = ours.pageAfter(early)) {
      assertThat(idsOf(again, alerts - 100)).isEqualTo(sent.subList(100, alerts));
    }
    ours.killKafka();
    try (LiveClient waiting = ours.pageAfter(early)) {
      assertThat(waiting.frame(0).get("type").textValue()).isEqualTo("subscribed");
      ours.startKafka();
      assertThat(idsOf(waiting, alerts - 100)).isEqualTo(sent.subList(100, alerts));
      assertThat(waiting.frames()).noneMatch(frame -> frame.has("code"));
      ours.send(ours.alert("last", 1));
      assertThat(idsOf(waiting, alerts - 99)).endsWith(ours.id("last"));
    }
  }

  @Test
  void aTopicThatIsMadeAnewIsReadAnewAndItsReadersAreTold() throws Exception {
    try (LiveClient page = ours.pageAfter("0");
        Admin admin = Admin.create(Map.of("bootstrap.servers", ours.kafka()))) {
      ours.send(ours.alert("a", 1));
      page.frame(1);
      admin.deleteTopics(List.of(Topic.TEACHER_ALERTS.topicName())).all().get();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(page.frames())
                      .anyMatch(frame -> frame.path("code").asText().equals("gap")));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(ours.get("/alerts", ours.teacher()).body())
                      .contains("\"items\"")
                      .doesNotContain(ours.id("a")));
      ours.send(ours.alert("b", 1));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(page.events()).hasSize(2));
      assertThat(page.events().get(1).at("/event/id").textValue()).isEqualTo(ours.id("b"));
    }
  }

  private static List<String> idsOf(LiveClient client, int count) {
    await().atMost(Duration.ofSeconds(120)).until(() -> client.events().size() >= count);
    return client.events().stream().map(frame -> frame.at("/event/id").textValue()).toList();
  }
}
