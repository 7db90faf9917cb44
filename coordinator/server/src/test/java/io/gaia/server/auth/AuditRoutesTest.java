package io.gaia.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.auth.AccessScene.Answer;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.Entrance.Pass;
import io.gaia.server.testkit.LiveReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What admins see of who did what, and who is there. */
@Timeout(240)
@ExtendWith(WithAccessScene.class)
class AuditRoutesTest {

  private final AccessScene scene;

  AuditRoutesTest(AccessScene scene) {
    this.scene = scene;
  }

  private static JsonNode json(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    try {
      return EventCodec.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<JsonNode> entries(String query) {
    JsonNode items = json(scene.get("/audit?" + query, scene.admin())).get("items");
    return StreamSupport.stream(items.spliterator(), false).toList();
  }

  /** This entry came, by the teacher of c-own. */
  private JsonNode taken(String query, String action, String route) {
    List<JsonNode> found = new ArrayList<>();
    await()
        .untilAsserted(
            () -> {
              found.clear();
              entries(query).stream()
                  .filter(entry -> entry.get("route").textValue().equals(route))
                  .filter(entry -> entry.get("subject").textValue().equals("t-own"))
                  .forEach(found::add);
              assertThat(found).as(entries(query).toString()).isNotEmpty();
            });
    JsonNode entry = found.get(0);
    assertThat(entry.get("action").textValue()).isEqualTo(action);
    assertThat(entry.get("classroom_id").textValue()).isEqualTo("c-own");
    assertThat(entry.get("roles").toString()).isEqualTo("[\"teacher\"]");
    assertThat(entry.get("address").textValue()).isEqualTo("127.0.0.1");
    return entry;
  }

  @Test
  void whatNamesStudentsIsTakenDown() {
    String teacher = scene.token(Role.TEACHER, "own");
    String alert = scene.things().fill("{alert}");
    String ofStudent = "student_id=s-own&limit=1000";
    for (String read :
        List.of(
            "/classrooms/c-own/students",
            "/students/s-own/frustration",
            "/students/s-own/story",
            "/alerts")) {
      assertThat(scene.get(read, teacher).status()).as(read).isEqualTo(200);
    }
    assertThat(
            scene
                .ask("post", "/alerts/" + alert + "/acknowledge", teacher, Optional.of("{}"))
                .status())
        .isEqualTo(200);
    assertThat(
            scene
                .ask(
                    "post",
                    "/interventions",
                    teacher,
                    Optional.of("{\"alert_id\":\"" + alert + "\",\"category\":\"audited\"}"))
                .status())
        .isEqualTo(201);
    taken(ofStudent, "read", "GET /classrooms/{id}/students");
    taken(ofStudent, "read", "GET /students/{id}/frustration");
    taken(ofStudent, "read", "GET /students/{id}/story");
    taken(ofStudent, "read", "GET /alerts");
    taken(ofStudent, "change", "POST /alerts/{id}/acknowledge");
    JsonNode helped = taken(ofStudent, "change", "POST /interventions");
    assertThat(helped.get("student_ids").toString()).isEqualTo("[\"s-own\"]");
    assertThat(entries("student_id=nobody-at-all")).isEmpty();
  }

  @Test
  void aRuleIsTakenDownAsItWasAndAsItIs() {
    String teacher = scene.token(Role.TEACHER, "own");
    String rule = "/detection-rules/classroom:c-own";
    scene.ask("put", rule, teacher, Optional.of("{\"threshold\":\"critical\"}"));
    scene.ask("put", rule, teacher, Optional.of("{\"loud_per_hour\":3}"));
    JsonNode changed = taken("classroom_id=c-own", "change", "PUT /detection-rules/{scope}");
    assertThat(changed.at("/details/scope").textValue()).isEqualTo("classroom:c-own");
    assertThat(changed.at("/details/before/threshold").textValue()).isEqualTo("critical");
    assertThat(changed.at("/details/after/loud_per_hour").intValue()).isEqualTo(3);
    assertThat(changed.at("/details/after").has("threshold")).isFalse();
    assertThat(scene.ask("delete", rule, teacher, Optional.empty()).status()).isEqualTo(204);
    JsonNode gone = taken("classroom_id=c-own", "change", "DELETE /detection-rules/{scope}");
    assertThat(gone.at("/details/before/loud_per_hour").intValue()).isEqualTo(3);
    assertThat(gone.at("/details/after").isNull()).isTrue();
  }

  @Test
  void aTimetableIsTakenDownAsItWasAndAsItIs() {
    String teacher = scene.token(Role.TEACHER, "own");
    String timetable = "/classrooms/c-own/timetable";
    scene.ask("delete", timetable, teacher, Optional.empty());
    scene.ask("put", timetable, teacher, Optional.of("{\"app_names\":[\"quiz\"]}"));
    scene.ask("put", timetable, teacher, Optional.of("{\"lesson_ids\":[\"audited\"]}"));
    JsonNode changed = taken("classroom_id=c-own", "change", "PUT /classrooms/{id}/timetable");
    assertThat(changed.at("/details/timetable/before/app_names/0").textValue()).isEqualTo("quiz");
    assertThat(changed.at("/details/timetable/after/lesson_ids/0").textValue())
        .isEqualTo("audited");
  }

  @Test
  void whatNamesNobodyOrIsRefusedIsNot() {
    String teacher = scene.token(Role.TEACHER, "own");
    scene.get("/classrooms", teacher);
    scene.get("/students/s-own/story", scene.token(Role.TEACHER, "foreign"));
    // what comes after it in the queue is there, so those would be
    scene.get("/students/s-own/story", scene.token(Role.ADMIN, "last"));
    await().until(() -> !entries("subject=admin-last").isEmpty());
    assertThat(entries("subject=t-foreign&student_id=s-own")).isEmpty();
    assertThat(entries("subject=t-own&limit=1000"))
        .noneMatch(entry -> entry.get("route").textValue().equals("GET /classrooms"));
  }

  @Test
  void theLogIsReadPageByPage() {
    String teacher = scene.token(Role.TEACHER, "own");
    for (int i = 0; i < 3; i++) {
      scene.ask(
          "post",
          "/interventions",
          teacher,
          Optional.of(
              "{\"student_id\":\"paged-own\",\"classroom_id\":\"c-own\",\"category\":\"x"
                  + i
                  + "\"}"));
    }
    String query = "/audit?student_id=paged-own&limit=2";
    await().until(() -> entries("student_id=paged-own").size() == 3);
    JsonNode first = json(scene.get(query, scene.admin()));
    assertThat(first.get("items")).hasSize(2);
    JsonNode rest =
        json(scene.get(query + "&cursor=" + first.get("next_cursor").textValue(), scene.admin()));
    assertThat(rest.get("items")).hasSize(1);
    assertThat(rest.get("next_cursor").isNull()).isTrue();
    for (String wrong : List.of("limit=0", "limit=1001", "cursor=x")) {
      assertThat(scene.get("/audit?" + wrong, scene.admin()).status()).as(wrong).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoListensToAClassIsTakenDown(Entrance entrance) {
    Pass pass = Pass.token(scene.token(Role.TEACHER, "own"));
    int before = listening().size();
    try (LiveReader reader = entrance.open(scene.server().root("/"), pass, "classroom:c-own")) {
      reader.frame(0);
      taken("classroom_id=c-own&limit=1000", "listen", "classroom:c-own");
      await().until(() -> listening().size() > before);
    }
  }

  private List<JsonNode> listening() {
    return entries("classroom_id=c-own&subject=t-own&limit=1000").stream()
        .filter(entry -> entry.get("action").textValue().equals("listen"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void anAdminSeesWhoIsConnected(Entrance entrance) {
    String door = entrance == Entrance.SOCKET ? "websocket" : "event-stream";
    String subject = "t-seen-" + door;
    String token = scene.token(Role.TEACHER, "seen-" + door);
    try (LiveReader one =
            entrance.open(scene.server().root("/"), Pass.token(token), "user:" + subject);
        LiveReader other =
            entrance.open(scene.server().root("/"), Pass.token(token), "user:" + subject)) {
      one.frame(0);
      other.frame(0);
      await().until(() -> of(subject).size() == 2);
      JsonNode seen = of(subject).get(0);
      assertThat(seen.get("door").textValue()).isEqualTo(door);
      assertThat(seen.get("address").textValue()).isEqualTo("127.0.0.1");
      assertThat(seen.get("channels").toString()).isEqualTo("[\"user:" + subject + "\"]");
      assertThat(seen.get("sent").longValue()).isEqualTo(1);
      assertThat(seen.get("waiting").intValue()).isZero();
      assertThat(seen.hasNonNull("since") && seen.hasNonNull("expires_at")).isTrue();
      JsonNode page = json(scene.get("/connections?limit=1", scene.admin()));
      assertThat(page.get("items")).hasSize(1);
      assertThat(page.get("next_cursor").isTextual()).isTrue();
    }
    await().until(() -> of(subject).isEmpty());
  }

  private List<JsonNode> of(String subject) {
    JsonNode items = json(scene.get("/connections?limit=1000", scene.admin())).get("items");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(each -> each.get("subject").textValue().equals(subject))
        .toList();
  }

  @Test
  void answersOfTheApiCarryTheHeaders() {
    HttpHeaders headers =
        scene.server().get(scene.server().api("/classrooms"), scene.admin()).headers();
    assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors 'none'");
  }

  @Test
  void theDescriptionOfTheStreamIsServedWithWhatItRefersTo() {
    var server = scene.server();
    JsonNode api = json(new Answer(200, server.get(server.root("/asyncapi.json")).body()));
    assertThat(api.get("asyncapi").textValue()).startsWith("3.");
    for (JsonNode reference : api.findValues("$ref")) {
      String file = reference.textValue();
      if (!file.startsWith("#")) {
        assertThat(server.get(server.root("/" + file)).statusCode()).as(file).isEqualTo(200);
      } else {
        assertThat(api.at(file.substring(1)).isMissingNode()).as(file).isFalse();
      }
    }
    assertThat(server.get(server.root("/schema/..%2fasyncapi.json")).statusCode())
        .isGreaterThan(399);
    assertThat(server.get(server.root("/schema/none.schema.json")).statusCode()).isEqualTo(404);
  }
}
