package io.gaia.server.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.server.testkit.KafkaProcess;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WithoutKafkaTest {

  @TempDir Path directory;

  @Test
  void metricsThatAreSwitchedOffAreAnsweredAsSuch() {
    try (RunningServer server =
        RunningServer.start(directory, Map.of("USABILITY_METRICS_ENABLED", "false"))) {
      HttpResponse<String> response =
          server.post(server.api("/events"), server.token("a", "app"), "[]");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(RunningServer.json(response).get("code").textValue())
          .isEqualTo("feature-disabled");
      assertThat(RunningServer.json(response).get("detail").textValue())
          .contains("USABILITY_METRICS_ENABLED=true");
      assertThat(server.post(server.api("/events"), "no token", "[]").statusCode()).isEqualTo(401);

      for (String route : List.of("/classrooms", "/alerts", "/interventions")) {
        HttpResponse<String> off = server.get(server.api(route), server.teacherToken("t", "*"));
        assertThat(off.statusCode()).as(route).isEqualTo(503);
        assertThat(RunningServer.json(off).get("code").textValue()).isEqualTo("feature-disabled");
      }
      assertThat(server.get(server.root("/")).statusCode()).isEqualTo(503);
      assertThat(server.get(server.root("/openapi.json")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aDashboardThatIsSwitchedOffLeavesTheCollectorOn() {
    try (RunningServer server =
        RunningServer.start(directory, Map.of("TEACHER_DASHBOARD_ENABLED", "false"))) {
      HttpResponse<String> page = server.get(server.root("/"));
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(RunningServer.json(page).get("detail").textValue())
          .contains("TEACHER_DASHBOARD_ENABLED=true");
      assertThat(server.post(server.api("/events"), server.token("a", "app"), "[]").statusCode())
          .isEqualTo(202);
    }
  }

  @Test
  void kafkaThatWasNeverThereIsDegradedAndSaysSo() {
    try (RunningServer server =
        RunningServer.start(
            directory,
            Map.of("KAFKA_BOOTSTRAP_SERVERS", "no-such-host.invalid:" + KafkaProcess.freePort()))) {
      HttpResponse<String> response =
          server.post(server.api("/events"), server.token("a", "app"), "[7]");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      HttpResponse<String> health = server.get(server.admin("/healthcheck"));
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(RunningServer.json(health).at("/kafka/state").textValue()).isEqualTo("degraded");
    }
  }

  @Test
  void withoutKafkaTheCollectorSaysWhichVariableIsMissing() {
    try (RunningServer server = RunningServer.start(directory, Map.of())) {
      HttpResponse<String> response =
          server.post(server.api("/events"), server.token("a", "app"), "[7]");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(RunningServer.json(response).get("detail").textValue())
          .contains("KAFKA_BOOTSTRAP_SERVERS is not set");
    }
  }
}
