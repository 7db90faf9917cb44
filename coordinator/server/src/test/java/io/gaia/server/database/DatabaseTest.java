package io.gaia.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.http.Problem;
import io.gaia.server.testkit.KafkaProcess;
import io.gaia.server.testkit.RunningServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One database's life beside one server: it comes late, is busy, is slow, and goes. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabaseTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int POOL = 2;
  private static final String READS = "database-reads";

  @TempDir static Path directory;

  private static final int PORT = KafkaProcess.freePort();
  private static final String URL =
      "jdbc:postgresql://127.0.0.1:" + PORT + "/postgres?user=postgres";

  private static RunningServer server;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            directory,
            Map.of(
                "DATABASE_URL", URL,
                "DATABASE_RETRY_INTERVAL", "200ms",
                "DATABASE_POOL_SIZE", String.valueOf(POOL),
                "DATABASE_CONNECT_TIMEOUT", "300ms",
                "DATABASE_SLOW_AFTER", "200ms",
                "DATABASE_BREAKER_PAUSE", "700ms"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    postgres.close();
  }

  @Test
  @Order(1)
  void aDatabaseThatComesLateIsMigrated() throws Exception {
    awaitHealth("database", "degraded");
    postgres = EmbeddedPostgres.builder().setPort(PORT).start();
    awaitHealth("database", "up");
    assertThat(tables()).contains("usability_metrics", "distributed_task_queue");
  }

  @Test
  @Order(2)
  void whenThePoolIsExhaustedRequestsAreRefusedAtOnceUntilItIsNot() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting;
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table audit_log in access exclusive mode");
      waiting =
          Stream.generate(() -> CompletableFuture.supplyAsync(DatabaseTest::read))
              .limit(POOL)
              .toList();
      await().atMost(PATIENCE).until(DatabaseTest::poolWaits);

      assertRefused(awaitRefusal());
      assertThat(health("database")).as("it is there").isEqualTo("up");
      awaitHealth(READS, "degraded");
      connection.rollback();
    }
    // the writer of the audit log may have had a connection in the place of one of them
    assertThat(waiting)
        .allSatisfy(answer -> assertThat(answer.join().statusCode()).isIn(200, 503))
        .anySatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    awaitHealth(READS, "up");
    assertThat(metric("gaia_database_breaker_open")).isZero();
    assertThat(read().statusCode()).isEqualTo(200);
  }

  @Test
  @Order(3)
  void whenReadsAreSlowRequestsAreRefusedUntilTheyAreQuickAgain() throws Exception {
    double before = metric("gaia_database_breaker_opened_total");
    execute(
        "insert into audit_log (at, subject, roles, action, route, classroom_id, student_ids,"
            + " address) values (now(), 'root', '{admin}', 'read', '/', '', '{}', '')");
    execute("alter table audit_log rename to audit_log_kept");
    execute(
        "create view audit_log as with slow as materialized (select pg_sleep(0.3))"
            + " select kept.* from slow, audit_log_kept kept");

    assertThat(read().statusCode()).as("slow is not refused by itself").isEqualTo(200);
    assertRefused(awaitRefusal());
    assertThat(metric("gaia_database_breaker_opened_total")).isGreaterThan(before);
    // the sign of life is quick and closes it again, so it is read on
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              read();
              return health(READS);
            },
            "degraded"::equals);

    execute("drop view audit_log");
    execute("alter table audit_log_kept rename to audit_log");
    awaitHealth(READS, "up");
    assertThat(read().statusCode()).isEqualTo(200);
  }

  @Test
  @Order(4)
  void oneThatGoesLeavesTheServiceDegraded() throws Exception {
    postgres.close();
    awaitHealth("database", "degraded");
    assertThat(read().statusCode()).isEqualTo(503);
    assertThat(server.get(server.root("/openapi.json")).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> read() {
    return server.get(server.api("/audit"), server.token("root", "admin"));
  }

  /** Reads until one is refused by the breaker, and not because it waited in vain. */
  private static HttpResponse<String> awaitRefusal() {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(DatabaseTest::read, answer -> answer.body().contains("does not keep up"));
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    assertThat(answer.headers().firstValueAsLong("Retry-After")).hasValue(1);
    JsonNode problem = RunningServer.json(answer);
    assertThat(problem.path("code").textValue()).isEqualTo("unavailable");
    assertThat(metric("gaia_database_breaker_refused_total")).isPositive();
    assertThat(metric("gaia_database_breaker_opened_total")).isPositive();
  }

  private static boolean poolWaits() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement();
        ResultSet waiting =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and application_name = 'gaia-coordinator'")) {
      waiting.next();
      return waiting.getInt(1) == POOL;
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void awaitHealth(String check, String state) {
    await().atMost(PATIENCE).until(() -> health(check), state::equals);
  }

  private static String health(String check) {
    return RunningServer.json(server.get(server.admin("/healthcheck")))
        .path(check)
        .path("state")
        .textValue();
  }

  private static double metric(String name) {
    return server
        .get(server.admin("/metrics"))
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static String tables() throws Exception {
    try (Connection connection = DriverManager.getConnection(URL);
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
