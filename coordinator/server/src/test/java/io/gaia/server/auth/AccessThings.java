package io.gaia.server.auth;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.auth.AccessScene.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one row is about: made when it is named first, and the same after that. */
final class AccessThings {
  private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

  private final AccessScene scene;
  private final AtomicInteger number;
  private final Map<String, String> made = new HashMap<>();

  /**
   * @param number makes names that nothing else has
   */
  AccessThings(AccessScene scene, AtomicInteger number) {
    this.scene = scene;
    this.number = number;
  }

  String fill(String template) {
    return NAME.matcher(template)
        .replaceAll(name -> Matcher.quoteReplacement(thing(name.group(1))));
  }

  private String thing(String name) {
    if (!made.containsKey(name)) {
      String value = make(name);
      made.putIfAbsent(name, value);
    }
    return made.get(name);
  }

  private String make(String name) {
    return switch (name) {
      case "class" -> "c-own";
      case "student" -> "s-own";
      case "alert" -> newAlert();
      case "alertcursor" -> cursorOfAlerts();
      case "classrule" -> rule("classroom:c-own");
      case "globalrule" -> rule("global");
      case "fresh" -> fresh();
      case "takenname" -> takenName();
      case "claudesession" -> claudeSession();
      case "session" -> session("own", fresh());
      case "foreignsession" -> session("foreign", fresh());
      case "lesson" -> lesson();
      case "waiting" -> task(fresh());
      case "task", "fence" -> claim(name);
      case "held", "grip" -> lock(name);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private String rule(String scope) {
    json(scene.ask("put", "/detection-rules/" + scope, scene.admin(), Optional.of("{}")));
    return scope;
  }

  private String fresh() {
    return "x-own-" + number.incrementAndGet();
  }

  private String takenName() {
    String name = fresh();
    session("own", name);
    return name;
  }

  private String claudeSession() {
    String id = fresh();
    String event = "{\"hook_event_name\":\"PostToolUse\",\"session_id\":\"%s\"}".formatted(id);
    scene.ask("post", "/hooks/claude-code", scene.token(Role.AGENT, "own"), Optional.of(event));
    return id;
  }

  private String newAlert() {
    String id = fresh();
    scene.alert(id);
    await().until(() -> scene.get("/alerts", scene.admin()).body().contains('"' + id + '"'));
    return id;
  }

  private String cursorOfAlerts() {
    newAlert();
    newAlert();
    return json(scene.get("/alerts?limit=1&classroom_id=c-own", scene.admin()))
        .get("next_cursor")
        .textValue();
  }

  private String session(String whose, String name) {
    String body =
        "{\"name\":\"%s\",\"tier\":\"worker\",\"provider\":\"other\",\"max_concurrent_tasks\":5}"
            .formatted(name);
    return json(scene.ask("post", "/sessions", scene.token(Role.AGENT, whose), Optional.of(body)))
        .get("id")
        .textValue();
  }

  private String lesson() {
    String body = "{\"id\":\"%s\",\"title\":\"x\"}".formatted(fresh());
    return json(scene.ask("post", "/lessons", scene.admin(), Optional.of(body)))
        .get("id")
        .textValue();
  }

  private String task(String type) {
    String body = "{\"task_type\":\"%s\",\"payload\":{}}".formatted(type);
    return json(scene.ask("post", "/tasks", scene.admin(), Optional.of(body)))
        .get("id")
        .textValue();
  }

  private String claim(String wanted) {
    made.put("task", task(fresh()));
    String claimed =
        json(scene.ask(
                "post",
                "/tasks/" + made.get("task") + "/assign",
                scene.admin(),
                Optional.of("{\"session_id\":\"" + thing("session") + "\"}")))
            .get("fence")
            .asText();
    made.put("fence", claimed);
    return made.get(wanted);
  }

  private String lock(String wanted) {
    made.put("held", fresh());
    String body = "{\"session_id\":\"" + thing("session") + "\",\"ttl_seconds\":30}";
    made.put(
        "grip",
        json(scene.ask("put", "/locks/" + made.get("held"), scene.admin(), Optional.of(body)))
            .get("fence")
            .asText());
    return made.get(wanted);
  }

  private static JsonNode json(Answer answer) {
    try {
      return EventCodec.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(answer.toString(), e);
    }
  }
}
