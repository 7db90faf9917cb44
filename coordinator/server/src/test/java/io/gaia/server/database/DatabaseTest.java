package io.gaia.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gaia.server.testkit.KafkaProcess;
import io.gaia.server.testkit.RunningServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DatabaseTest {

  @TempDir Path directory;

  @Test
  void aDatabaseThatComesLateIsMigratedAndOneThatGoesLeavesTheServiceDegraded() throws Exception {
    int port = KafkaProcess.freePort();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    try (RunningServer server =
        RunningServer.start(
            directory, Map.of("DATABASE_URL", url, "DATABASE_RETRY_INTERVAL", "200ms"))) {
      awaitDatabase(server, "degraded");

      try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setPort(port).start()) {
        awaitDatabase(server, "up");
        assertThat(tables(url)).contains("usability_metrics", "distributed_task_queue");
        assertThat(postgres.getPort()).isEqualTo(port);
      }

      awaitDatabase(server, "degraded");
      assertThat(server.get(server.root("/openapi.json")).statusCode()).isEqualTo(200);
    }
  }

  private static void awaitDatabase(RunningServer server, String state) {
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                RunningServer.json(server.get(server.admin("/healthcheck")))
                    .at("/database/state")
                    .textValue(),
            state::equals);
  }

  private static String tables(String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select string_agg(table_name, ' ') from information_schema.tables"
                    + " where table_schema = 'public'")) {
      found.next();
      return found.getString(1);
    }
  }
}
