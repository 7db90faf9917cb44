package io.gaia.server.classroom;

import static io.gaia.server.classroom.Given.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.http.Page;
import io.gaia.server.http.ProblemException;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import io.gaia.server.testkit.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The minutes of a class from a real PostgreSQL, and from memory while it is down. */
class SnapshotHistoryTest {

  private static EmbeddedPostgres postgres;

  private final ClassroomViews views = new ClassroomViews();
  private final AtomicReference<Condition> condition = new AtomicReference<>(Condition.UP);
  private final SnapshotHistory history =
      new SnapshotHistory(
          views,
          Optional.of(
              new SnapshotQuery(
                  Databases.of(
                      postgres.getPostgresDatabase(),
                      () -> postgres.getPostgresDatabase().getConnection(),
                      () -> new DependencyState(condition.get(), "told by the test", at(0))))));

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    Flyway.configure()
        .dataSource(postgres.getPostgresDatabase())
        .locations("classpath:db/migration")
        .load()
        .migrate();
    for (int minute = 0; minute < 10; minute++) {
      insert(snapshot("quiz", minute));
      insert(snapshot("typing", minute));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  private static ClassroomSnapshot snapshot(String app, int minute) {
    return new ClassroomSnapshot(
        "c-1",
        app,
        at(minute * 60L),
        at(minute * 60L + 60),
        minute,
        minute,
        1,
        0.25,
        0.75,
        1.5,
        0.1,
        minute % 2 == 0 ? Optional.of(4.5) : Optional.empty(),
        80,
        Map.of("error", 3L));
  }

  private static void insert(ClassroomSnapshot snapshot) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into classroom_metrics_snapshot (classroom_id, app_name, window_start,
                  window_end, student_count, active_student_count, struggling_student_count,
                  average_frustration_level, average_error_rate, average_backspace_rate,
                  average_satisfaction_rating, health_score, snapshot_data)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """)) {
      insert.setString(1, snapshot.classroomId());
      insert.setString(2, snapshot.appName());
      insert.setTimestamp(3, Timestamp.from(snapshot.windowStart()));
      insert.setTimestamp(4, Timestamp.from(snapshot.windowEnd()));
      insert.setInt(5, snapshot.studentCount());
      insert.setInt(6, snapshot.activeStudentCount());
      insert.setInt(7, snapshot.strugglingStudentCount());
      insert.setDouble(8, snapshot.averageFrustrationLevel());
      insert.setDouble(9, snapshot.averageErrorRate());
      insert.setDouble(10, snapshot.averageBackspaceRate());
      insert.setObject(11, snapshot.averageSatisfactionRating().orElse(null));
      insert.setDouble(12, snapshot.healthScore());
      insert.setString(13, new String(EventCodec.toBytes(snapshot), StandardCharsets.UTF_8));
      insert.executeUpdate();
    }
  }

  private Page<ClassroomSnapshot> between(long from, long to, Optional<String> after, int limit) {
    return history.between("c-1", at(from), at(to), after.map(PageCursor::parse), limit, 0);
  }

  @Test
  void minutesComeBackAsTheyWereWrittenByTimeAndPageByPage() {
    Page<ClassroomSnapshot> first = between(60, 300, Optional.empty(), 3);
    assertThat(first.items())
        .containsExactly(snapshot("quiz", 1), snapshot("typing", 1), snapshot("quiz", 2));
    Page<ClassroomSnapshot> second = between(60, 300, first.nextCursor(), 100);
    assertThat(second.items())
        .hasSize(5)
        .startsWith(snapshot("typing", 2))
        .endsWith(snapshot("typing", 4));
    assertThat(second.nextCursor()).isEmpty();
  }

  @Test
  void minutesOfFewStudentsAreWithheld() {
    assertThat(history.between("c-1", at(0), at(600), Optional.empty(), 100, 5).items())
        .allMatch(minute -> minute.studentCount() >= 5)
        .hasSize(10);
  }

  @Test
  void whileTheDatabaseIsDownMemoryAnswersAsFarAsItReachesBack() {
    condition.set(Condition.DOWN);
    for (int minute = 5; minute < 8; minute++) {
      views.apply(snapshot("quiz", minute));
    }
    assertThat(between(300, 600, Optional.empty(), 100).items())
        .isEqualTo(List.of(snapshot("quiz", 5), snapshot("quiz", 6), snapshot("quiz", 7)));
    assertThatThrownBy(() -> between(0, 600, Optional.empty(), 100))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().status()).isEqualTo(503));
  }
}
