package io.gaia.server.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.core.model.EntityKind;
import io.gaia.server.testkit.RunningServer;
import io.gaia.server.testkit.StoppablePostgres;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is away ({@code -Dgaia.soak=true}: for a minute) while sessions work over HTTP: nobody
 * notices, and then the tables equal what the HTTP interface shows, row by row and field by field.
 */
@Timeout(400)
class PostgresAwayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SECONDS_AWAY = Boolean.getBoolean("gaia.soak") ? 60 : 15;

  @TempDir Path directory;

  @Test
  void coordinationDoesNotNoticeAndTheTablesCatchUp() throws Exception {
    try (StoppablePostgres postgres = StoppablePostgres.start(directory.resolve("postgres"));
        RunningServer server =
            RunningServer.start(
                directory,
                Map.of(
                    "DATABASE_URL", postgres.url(),
                    "DATABASE_RETRY_INTERVAL", "500ms",
                    // a loaded machine is no reason to die
                    "SESSION_LEASE_TIMEOUT", "10m"))) {
      awaitState(server, "up");
      try (WorkingSessions sessions = WorkingSessions.start(server, 8)) {
        await().atMost(PATIENCE).until(() -> sessions.completed() > 40);
        postgres.stop();
        long completed = sessions.completed();
        assertThat(sessions.failedWithin(SECONDS_AWAY, TimeUnit.SECONDS)).isEmpty();

        assertThat(sessions.completed()).isGreaterThan(completed);
        awaitState(server, "degraded");
        assertThat(gauge(server, "gaia_projection_lag_seconds")).isGreaterThan(1);
        assertThat(gauge(server, "gaia_projection_changes_waiting")).isPositive();

        postgres.start();
        awaitState(server, "up");
        assertThat(sessions.failedWithin(1, TimeUnit.SECONDS)).isEmpty();
        System.out.println(
            "tasks completed: %d, of them while PostgreSQL was away: about %d; slowest request %d ms"
                .formatted(
                    sessions.completed(),
                    sessions.completed() - completed,
                    sessions.slowestMillis()));
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertTablesEqualTheApi(postgres, server));
    }
  }

  @Test
  void anEmptyDatabaseInItsPlaceIsMigratedAndFilled() {
    try (StoppablePostgres postgres = StoppablePostgres.start(directory.resolve("first"));
        RunningServer server =
            RunningServer.start(
                directory,
                Map.of("DATABASE_URL", postgres.url(), "DATABASE_RETRY_INTERVAL", "500ms"))) {
      String lesson = "{\"id\":\"fractions\",\"title\":\"Fractions\"}";
      String admin = server.token("root", "admin");
      assertThat(server.post(server.api("/lessons"), admin, lesson).statusCode()).isEqualTo(201);
      awaitState(server, "up");

      postgres.replaceByEmpty(directory.resolve("second"));
      String more = lesson.replace("fractions", "roots");
      assertThat(server.post(server.api("/lessons"), admin, more).statusCode()).isEqualTo(201);
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> postgres.ask("select count(*) from lessons") == 2);
    }
  }

  private static void assertTablesEqualTheApi(StoppablePostgres postgres, RunningServer server)
      throws Exception {
    String admin = server.token("root", "admin");
    Map<EntityKind, List<JsonNode>> resources = new EnumMap<>(EntityKind.class);
    resources.put(EntityKind.SESSION, all(server, admin, "/sessions"));
    resources.put(EntityKind.LESSON, all(server, admin, "/lessons"));
    resources.put(EntityKind.TASK, all(server, admin, "/tasks"));
    resources.put(EntityKind.LOCK, all(server, admin, "/locks"));
    List<JsonNode> affinities = new ArrayList<>();
    for (JsonNode session : resources.get(EntityKind.SESSION)) {
      String path = "/sessions/" + session.get("id").textValue() + "/affinities";
      affinities.addAll(all(server, admin, path));
    }
    resources.put(EntityKind.AFFINITY, affinities);
    assertThat(resources.values()).allSatisfy(items -> assertThat(items).isNotEmpty());
    try (Connection connection = postgres.connect()) {
      TableContents.read(connection).assertEqualTo(resources);
    }
  }

  /** All pages. */
  private static List<JsonNode> all(RunningServer server, String token, String path) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      String query = cursor.isEmpty() ? "?limit=500" : "?limit=500&cursor=" + cursor;
      HttpResponse<String> response =
          server.get(server.api(path + (path.endsWith("/affinities") ? "" : query)), token);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode page = RunningServer.json(response);
      page.get("items").forEach(items::add);
      cursor = page.path("next_cursor").asText("").replace("null", "");
    } while (!cursor.isEmpty());
    return items;
  }

  private static void awaitState(RunningServer server, String state) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              HttpResponse<String> health = server.get(server.admin("/healthcheck"));
              assertThat(health.statusCode()).as("never unhealthy").isEqualTo(200);
              return RunningServer.json(health).at("/projection/state").textValue();
            },
            state::equals);
  }

  private static double gauge(RunningServer server, String name) {
    return server
        .get(server.admin("/metrics"))
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
