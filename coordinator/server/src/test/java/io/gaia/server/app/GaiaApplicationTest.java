package io.gaia.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GaiaApplicationTest {

  @TempDir Path directory;

  @Test
  void startsWithoutKafkaAndDatabase() {
    try (RunningServer server = RunningServer.start(directory, Map.of())) {
      HttpResponse<String> health = server.get(server.admin("/healthcheck"));
      assertThat(health.statusCode()).as(health.body()).isEqualTo(200);

      HttpResponse<String> unknown = server.get(server.api("/no-such-thing"));
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(unknown.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(RunningServer.json(unknown).get("code").textValue()).isEqualTo("not-found");
    }
  }
}
