package io.gaia.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.coordination.CallingSocket.Said;
import io.gaia.server.coordination.Coordinator.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session asks for over its socket is what it would ask for over HTTP. */
@Timeout(180)
class BothDoorsTest {
  @TempDir Path directory;

  /** A way to ask. */
  private interface Door {
    Said ask(String method, String path, String json, Optional<String> key);
  }

  @Test
  void everyRouteAnswersAsItDoesOverHttp() {
    try (Coordinator gaia = Coordinator.start(directory, Map.of("SESSION_LEASE_TIMEOUT", "10m"));
        CallingSocket socket = CallingSocket.connect(gaia.server(), "agent-1", "agent")) {
      gaia.awaitNewestFormat();
      List<String> overHttp =
          everything(gaia, (m, p, json, key) -> http(gaia, m, p, json, key), "a");
      assertThat(everything(gaia, socket::ask, "b")).isEqualTo(overHttp);
      assertThat(overHttp).anyMatch(line -> line.contains(" 204 "));
    }
  }

  private static Said http(
      Coordinator gaia, String method, String path, String json, Optional<String> key) {
    Answer answer = gaia.send(method, path, json, gaia.server().token("agent-1", "agent"), key);
    return new Said(answer.status(), answer.body());
  }

  /**
   * All that sessions ask for, done well and done badly; what differs from run to run is left out.
   */
  private static List<String> everything(Coordinator gaia, Door door, String run) {
    List<String> story = new ArrayList<>();
    String session = gaia.register("worker-" + run);
    String other =
        gaia.postAs(
                "agent-2",
                "/sessions",
                "{\"name\":\"other-%s\",\"tier\":\"worker\",\"provider\":\"claude\"}"
                    .formatted(run))
            .text("id");
    class Teller {
      Said tell(String method, String path, String json, Optional<String> key) {
        Said said = door.ask(method, path, json, key);
        List<String> faults =
            gaia.server()
                .check()
                .faults(
                    method,
                    path.replaceFirst("\\?.*", ""),
                    said.status(),
                    said.status() < 400 ? "application/json" : "application/problem+json",
                    said.status() == 204 ? "" : said.body().toString());
        if (said.status() != 404 && said.status() != 204) {
          assertThat(faults).as(method + " " + path).isEmpty();
        }
        String what =
            said.status() < 400
                ? fields(said.body())
                : said.text("code") + " " + said.text("field") + ": " + said.text("detail");
        story.add(
            (method + " " + path + " " + said.status() + " " + what)
                .replace(session, "SESSION")
                .replace(other, "OTHER")
                .replaceAll("t-[0-9a-f]{8}-[0-9a-f-]+", "TASK")
                .replaceAll("fence=[0-9]+|fence [0-9]+", "FENCE")
                .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
                .replace("-" + run, ""));
        return said;
      }

      Said tell(String method, String path, String json) {
        return tell(method, path, json, Optional.empty());
      }
    }
    Teller all = new Teller();
    String me = "{\"session_id\":\"" + session + "\"";
    all.tell("POST", "/sessions/" + session + "/heartbeat", "");
    all.tell("POST", "/sessions/" + session + "/heartbeat", "{\"incarnation\":99}");
    all.tell("POST", "/sessions/" + session + "/heartbeat", "{\"nonsense\":1}");
    all.tell("POST", "/sessions/nobody/heartbeat", "{}");
    all.tell("POST", "/sessions/" + other + "/heartbeat", "{}");

    String task = "{\"task_type\":\"build\",\"payload\":{\"n\":1}}";
    String first = all.tell("POST", "/tasks", task, Optional.of("enqueue-" + run)).text("id");
    assertThat(all.tell("POST", "/tasks", task, Optional.of("enqueue-" + run)).text("id"))
        .isEqualTo(first);
    all.tell("POST", "/tasks", "{\"task_type\":\"build\"}");
    all.tell("POST", "/tasks", "{\"task_type\":7,\"payload\":{\"n\":1}}");
    all.tell("POST", "/tasks", "{\"task_type\":\"build\",\"payload\":{},\"priority\":10}");
    for (int i = 0; i < 2; i++) {
      all.tell("POST", "/tasks", task);
    }
    all.tell("POST", "/sessions/" + session + "/claims", "{\"max\":0}");
    all.tell("POST", "/sessions/" + session + "/claims", "{\"wait_seconds\":26}");
    Said claimed = all.tell("POST", "/sessions/" + session + "/claims", "");
    String claim = me + ",\"fence\":" + claimed.text("tasks.0.fence");
    String stale = me + ",\"fence\":1000000}";
    String held = "/tasks/" + claimed.text("tasks.0.id");
    all.tell("POST", held + "/start", claim + "}");
    all.tell("POST", held + "/start", me + "}");
    all.tell("POST", held + "/extend", claim + ",\"seconds\":60}");
    all.tell("POST", held + "/extend", claim + ",\"seconds\":-1}");
    all.tell("POST", held + "/complete", stale);
    all.tell("POST", held + "/complete", claim + ",\"result\":{\"ok\":true}}");
    Said second = all.tell("POST", "/sessions/" + session + "/claims", "{}");
    String again = me + ",\"fence\":" + second.text("tasks.0.fence");
    all.tell("POST", "/tasks/" + second.text("tasks.0.id") + "/release", again + "}");
    Said third = all.tell("POST", "/sessions/" + session + "/claims", "{}");
    String last = me + ",\"fence\":" + third.text("tasks.0.fence");
    all.tell("POST", "/tasks/" + third.text("tasks.0.id") + "/fail", last + "}");
    all.tell(
        "POST",
        "/tasks/" + third.text("tasks.0.id") + "/fail",
        last + ",\"reason\":\"broke\",\"retryable\":false}");

    String lock = me + ",\"ttl_seconds\":60}";
    String door1 = "/locks/door-" + run;
    String fence = all.tell("PUT", door1, lock).text("fence");
    all.tell("PUT", door1, lock);
    all.tell("PUT", door1, "{\"ttl_seconds\":60}");
    all.tell("PUT", "/locks/with%20blank-" + run, lock);
    all.tell("PUT", door1, "");
    all.tell("POST", door1 + "/renew", me + ",\"fence\":" + fence + "}");
    all.tell("POST", door1 + "/renew", stale);
    all.tell("DELETE", door1 + "?session_id=" + session, "");
    all.tell("DELETE", door1 + "?session_id=" + session + "&fence=" + fence, "");
    all.tell("DELETE", door1 + "?session_id=" + session + "&fence=" + fence, "");
    String claims = "/sessions/" + session + "/claims";
    Said left = all.tell("POST", claims, "{}");
    while (!left.body().at("/tasks").isEmpty()) {
      all.tell(
          "POST",
          "/tasks/" + left.text("tasks.0.id") + "/complete",
          me + ",\"fence\":" + left.text("tasks.0.fence") + "}");
      left = all.tell("POST", claims, "{}");
    }

    // who was told of nothing is told so for good, and another request finds what is there
    String brief = "{\"wait_seconds\":0.05}";
    Optional<String> once = Optional.of("claim-" + run);
    assertThat(all.tell("POST", claims, brief, once).body().at("/tasks")).isEmpty();
    String late = all.tell("POST", "/tasks", task).text("id");
    assertThat(all.tell("POST", claims, brief, once).body().at("/tasks")).isEmpty();
    assertThat(all.tell("POST", claims, "{\"wait_seconds\":25}", once).body().at("/tasks"))
        .isEmpty();
    // and nothing is left for the other run
    Said found = all.tell("POST", claims, brief);
    assertThat(found.text("tasks.0.id")).isEqualTo(late);
    all.tell(
        "POST",
        "/tasks/" + late + "/complete",
        me + ",\"fence\":" + found.text("tasks.0.fence") + "}");
    return story;
  }

  /** The names in an answer, however deep. */
  private static String fields(JsonNode body) {
    TreeSet<String> names = new TreeSet<>();
    collect("", body, names);
    return names.toString();
  }

  private static void collect(String at, JsonNode node, TreeSet<String> names) {
    node.properties().forEach(field -> collect(at + "/" + field.getKey(), field.getValue(), names));
    node.elements().forEachRemaining(element -> collect(at + "/*", element, names));
    names.add(at);
  }
}
