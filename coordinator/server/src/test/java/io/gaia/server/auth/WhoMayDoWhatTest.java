package io.gaia.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.gaia.server.auth.AccessScene.Answer;
import io.gaia.server.auth.AccessTable.Row;
import io.gaia.server.auth.AccessTable.Stranger;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.Entrance.Pass;
import io.gaia.server.testkit.LiveReader;
import io.gaia.server.testkit.Refused;
import io.gaia.server.testkit.RunningServer;
import io.gaia.server.testkit.Tokens;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All routes and channels, by all roles, with what is one's own and what is another's. */
@Timeout(240)
@ExtendWith(WithAccessScene.class)
class WhoMayDoWhatTest {

  private final AccessScene scene;

  WhoMayDoWhatTest(AccessScene scene) {
    this.scene = scene;
  }

  static List<Row> rows() {
    return AccessTable.rows();
  }

  @Test
  void everyRouteOfTheApiHasARow() {
    RunningServer server = scene.server();
    JsonNode api = RunningServer.json(server.get(server.root("/openapi.json")));
    Set<String> described = new TreeSet<>();
    api.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(
                                method + " " + path.getKey().replaceAll("\\{[^}]*}", "{}"))));
    assertThat(AccessTable.routes()).containsExactlyInAnyOrderElementsOf(described);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isDoneForThoseWhoMayAndRefusedToTheRest(Row row) {
    AccessThings things = scene.things();
    String path = things.fill(row.path());
    Optional<String> body = row.body().map(things::fill);

    assertThat(scene.ask(row.method(), path, "", body).status()).as("nobody").isEqualTo(401);
    badTokens(AccessScene.subject(row.owner(), "own"), row.owner().wireName())
        .forEach(
            (what, token) ->
                assertThat(scene.ask(row.method(), path, token, body).status())
                    .as("with a token " + what)
                    .isEqualTo(401));
    for (Role role : Role.values()) {
      if (!row.roles().contains(role)) {
        Answer answer = ask(row, path, body, role, "own");
        assertThat(answer.status()).as(role + " gets " + answer.body()).isEqualTo(403);
      }
    }
    if (row.stranger() != Stranger.SHARED) {
      stranger(row, path, body);
    }
    Answer owner = ask(row, path, body, row.owner(), "own");
    assertThat(owner.status()).as("the owner gets " + owner.body()).isEqualTo(row.status());
    if (row.stranger() == Stranger.SHARED) {
      stranger(row, path, body);
    }
    for (Role role : row.stranger() == Stranger.CONFLICT ? List.of(Role.ADMIN) : row.roles()) {
      Answer answer = ask(row, path, body, role, "own");
      assertThat(answer.status()).as(role + " gets " + answer.body()).isNotIn(401, 403);
    }
  }

  private Answer ask(Row row, String path, Optional<String> body, Role role, String whose) {
    return scene.ask(row.method(), path, scene.token(role, whose), body);
  }

  private void stranger(Row row, String path, Optional<String> body) {
    Answer answer = ask(row, path, body, row.owner(), "foreign");
    String what = "a stranger gets " + answer.body();
    switch (row.stranger()) {
      case FORBIDDEN -> assertThat(answer.status()).as(what).isEqualTo(403);
      case NOT_FOUND -> assertThat(answer.status()).as(what).isEqualTo(404);
      case CONFLICT -> assertThat(answer.status()).as(what).isEqualTo(409);
      case HIDDEN -> {
        assertThat(answer.status()).as(what).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("-own");
      }
      case SHARED -> assertThat(answer.status()).as(what).isNotIn(401, 403);
    }
  }

  /** Good in all but one thing. */
  private Map<String, String> badTokens(String subject, String role) {
    Map<String, String> tokens = new LinkedHashMap<>();
    JWTClaimsSet.Builder good = Tokens.claims(subject, role);
    tokens.put("without a signature", new PlainJWT(good.build()).serialize());
    tokens.put(
        "of another key", Tokens.signed(good, new SecretKeySpec(new byte[32], "HmacSHA256")));
    tokens.put(
        "for another audience",
        Tokens.signed(Tokens.claims(subject, role).audience("elsewhere"), scene.key()));
    tokens.put(
        "that has expired",
        Tokens.signed(
            Tokens.claims(subject, role).expirationTime(Date.from(Instant.now().minusSeconds(31))),
            scene.key()));
    return tokens;
  }

  /** A channel, and who hears it: role and whose. */
  private static final String CHANNELS =
      """
      classroom:c-own      admin:any teacher:own
      classroom:c-foreign  admin:any teacher:foreign
      classroom:unassigned admin:any
      classroom:none       admin:any
      user:a-own           admin:any agent:own
      user:t-own           admin:any teacher:own
      cluster              admin:any
      """;

  @ParameterizedTest
  @EnumSource
  void aChannelIsHeardByThoseWhoMay(Entrance entrance) {
    for (String line : CHANNELS.lines().toList()) {
      String[] cells = line.split(" +");
      Set<String> may = Set.of(cells);
      for (Role role : Role.values()) {
        for (String whose : List.of("own", "foreign")) {
          boolean hears = may.contains(role.wireName() + ":" + whose) || role == Role.ADMIN;
          assertThat(hears(entrance, scene.token(role, whose), cells[0]))
              .as(role + " " + whose + " on " + cells[0])
              .isEqualTo(hears);
        }
      }
    }
  }

  private boolean hears(Entrance entrance, String token, String channel) {
    try (LiveReader reader =
        entrance.open(scene.server().root("/"), Pass.token(token), channel, "0")) {
      JsonNode first = reader.frame(0);
      if (first.get("type").textValue().equals("subscribed")) {
        return true;
      }
      assertThat(first.get("code").textValue()).isEqualTo("forbidden");
      return false;
    } catch (Refused refused) {
      assertThat(refused.status()).isEqualTo(403);
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRosterMovesAClassAndEverythingFollows(Entrance entrance) {
    String classroom = "c-moved-" + entrance;
    String before = scene.token(Role.TEACHER, "before-" + entrance);
    String after = scene.token(Role.TEACHER, "after-" + entrance);
    scene.teach(classroom, "t-before-" + entrance);
    await().until(() -> scene.get("/classrooms/" + classroom, before).status() == 200);
    assertThat(hears(entrance, after, "classroom:" + classroom)).isFalse();
    try (LiveReader reader =
        entrance.open(scene.server().root("/"), Pass.token(before), "classroom:" + classroom)) {
      reader.frame(0);
      scene.teach(classroom, "t-after-" + entrance);
      assertThat(reader.frame(1).path("code").asText()).isEqualTo("forbidden");
      assertThat(scene.get("/classrooms/" + classroom, before).status()).isEqualTo(403);
      assertThat(scene.get("/classrooms/" + classroom, after).status()).isEqualTo(200);
      assertThat(hears(entrance, before, "classroom:" + classroom)).isFalse();
      assertThat(hears(entrance, after, "classroom:" + classroom)).isTrue();
    }
  }

  @Test
  void toolsAreForAdminsAndAgentsOfTheSameOrigin() {
    for (Role role : Role.values()) {
      boolean may = role == Role.ADMIN || role == Role.AGENT;
      int status = callTool(scene.token(role, "own"), Optional.empty());
      assertThat(status).as(role.wireName()).isEqualTo(may ? 200 : 403);
    }
    badTokens("root", "admin")
        .forEach(
            (what, token) -> assertThat(callTool(token, Optional.empty())).as(what).isEqualTo(401));
    assertThat(callTool(scene.admin(), Optional.of("https://elsewhere.example"))).isEqualTo(403);
  }

  private int callTool(String token, Optional<String> origin) {
    RunningServer server = scene.server();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.root("/mcp"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"));
    origin.ifPresent(name -> request.header("Origin", name));
    return server.send(request).statusCode();
  }

  @Test
  void aSessionThatAHookNamesMustBeTheCallers() {
    String path = "/hooks/claude-code";
    String event = "{\"hook_event_name\":\"PostToolUse\",\"session_id\":\"x\"}";
    String session = scene.things().fill("{session}");
    for (String whose : List.of("own", "foreign")) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(scene.server().root(path))
              .header("Authorization", "Bearer " + scene.token(Role.AGENT, whose))
              .header("Content-Type", "application/json")
              .header("X-Gaia-Session", session)
              .POST(HttpRequest.BodyPublishers.ofString(event));
      assertThat(scene.server().send(request).statusCode())
          .as(whose)
          .isEqualTo(whose.equals("own") ? 200 : 403);
    }
  }

  @Test
  void noRouteLetsAPageOfAnotherOriginRead() {
    RunningServer server = scene.server();
    var answer =
        server.send(
            HttpRequest.newBuilder(server.api("/classrooms"))
                .header("Authorization", "Bearer " + scene.admin())
                .header("Origin", "https://elsewhere.example"));
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    var preflight =
        server.send(
            HttpRequest.newBuilder(server.api("/classrooms"))
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "GET")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aTokenInAnAddressIsNotTaken() {
    String token = scene.admin();
    assertThat(scene.get("/classrooms?access_token=" + token, "").status()).isEqualTo(401);
    assertThat(scene.get("/stream?channel=cluster&access_token=" + token, "").status())
        .isEqualTo(401);
    assertThatThrownBy(
            () ->
                Entrance.SOCKET.open(
                    scene.server().root("/"), Pass.ticket(token), "classroom:c-own"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(401));
  }
}
