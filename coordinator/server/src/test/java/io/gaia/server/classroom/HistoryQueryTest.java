package io.gaia.server.classroom;

import static io.gaia.server.classroom.Given.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.TeacherAlert;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.http.ProblemException;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import io.gaia.server.testkit.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A class's day from a real PostgreSQL. */
class HistoryQueryTest {

  private static EmbeddedPostgres postgres;

  private final AtomicReference<Condition> condition = new AtomicReference<>(Condition.UP);
  private final HistoryQuery history =
      new HistoryQuery(
          Databases.of(
              postgres.getPostgresDatabase(),
              () -> postgres.getPostgresDatabase().getConnection(),
              () -> new DependencyState(condition.get(), "told by the test", at(0))));

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    Flyway.configure()
        .dataSource(postgres.getPostgresDatabase())
        .locations("classpath:db/migration")
        .load()
        .migrate();
    TeacherAlert detected =
        Given.detection("a", 1, AlertEventType.DETECTED, FrustrationLevel.MEDIUM, 10);
    insert(
        Given.teacher(
            detected, 1, AlertEventType.ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "t-1", 20));
    insert(
        Given.inClass(
            Given.detection("b", 1, AlertEventType.DETECTED, FrustrationLevel.HIGH, 10), "c-2"));
    insert(
        Given.inClass(
            Given.detection("d", 2, AlertEventType.RESOLVED, FrustrationLevel.HIGH, 40), "c-3"));
    run(
        "insert into frustration_events (id, student_id, app_name, classroom_id, event_type,"
            + " severity, score, detected_at, resolved_at, revision)"
            + " values ('episode-a', 's-a', 'quiz', 'c-1', 'struggle', 'critical', 0.9, ?, ?, 1)",
        at(0).atOffset(ZoneOffset.UTC),
        at(300).atOffset(ZoneOffset.UTC));
    // six minutes, and alike but for being shorter than a minute, of another kind, helped
    episode("alone-1", "s-1", "c-1", "struggle", -7200, 160);
    episode("alone-2", "s-2", "c-1", "struggle", -7200, 660);
    episode("alone-3", "s-3", "c-1", "struggle", -7200, 360);
    episode("shorter", "s-4", "c-1", "struggle", -7200, 50);
    episode("other-kind", "s-5", "c-1", "silence", -7200, 1000);
    episode("other-class", "s-6", "c-2", "struggle", -7200, 1000);
    episode("long-ago", "s-7", "c-1", "struggle", -40 * 86_400, 1000);
    episode("helped", "s-8", "c-1", "struggle", -7200, 1000);
    run(
        "insert into interventions (id, student_id, classroom_id, teacher_id, category, created_at)"
            + " values ('help-0', 's-8', 'c-1', 't-1', 'talked', ?)",
        at(-7000).atOffset(ZoneOffset.UTC));
    Intervention help =
        new Intervention(
            "help-1",
            "s-a",
            "c-1",
            "t-1",
            Optional.of("a"),
            "hint",
            Optional.of("drew a picture"),
            at(60));
    run(
        "insert into interventions (id, student_id, classroom_id, teacher_id, alert_id, category,"
            + " note, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
        help.id(),
        help.studentId(),
        help.classroomId(),
        help.teacherId(),
        help.alertId().orElseThrow(),
        help.category(),
        help.note().orElseThrow(),
        help.at().atOffset(ZoneOffset.UTC));
    run(
        "insert into interventions (id, student_id, classroom_id, teacher_id, category, created_at)"
            + " values ('help-2', 's-c', 'c-1', 't-1', 'talked', ?)",
        at(90).atOffset(ZoneOffset.UTC));
    // the record of help that no alert asked for, as the writer keeps it
    insert(Given.detection("help-2", 1, AlertEventType.INTERVENED, FrustrationLevel.NONE, 90));
  }

  private static void episode(
      String id, String student, String classroom, String kind, int began, int seconds)
      throws SQLException {
    run(
        "insert into frustration_events (id, student_id, app_name, classroom_id, event_type,"
            + " severity, score, detected_at, resolved_at, revision)"
            + " values (?, ?, 'quiz', ?, ?, 'critical', 0.9, ?, ?, 1)",
        id,
        student,
        classroom,
        kind,
        at(began).atOffset(ZoneOffset.UTC),
        at(began + seconds).atOffset(ZoneOffset.UTC));
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  private static void insert(TeacherAlert alert) throws SQLException {
    run(
        "insert into teacher_dashboard_alerts (id, classroom_id, student_id, app_name, alert_type,"
            + " kind, state, severity, details, created_at, updated_at, revision)"
            + " values (?, ?, ?, ?, ?, 'student', ?, 'info', ?::jsonb, ?, ?, ?)",
        alert.id(),
        alert.classroomId(),
        alert.studentId().orElseThrow(),
        alert.appName(),
        alert.type().wireName(),
        alert.state().wireName(),
        new String(EventCodec.toBytes(alert), StandardCharsets.UTF_8),
        alert.since().atOffset(ZoneOffset.UTC),
        alert.at().atOffset(ZoneOffset.UTC),
        alert.revision());
  }

  private static void run(String sql, Object... parameters) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  @Test
  void anAlertComesWithTheWorstOfItsEpisodeAndItsEndAndOfItsClassAlone() {
    ClassHistory day = history.between("c-1", at(-3600), at(3600));

    assertThat(day.complete()).isTrue();
    assertThat(day.alerts())
        .singleElement()
        .satisfies(
            past -> {
              assertThat(past.alert().id()).isEqualTo("a");
              assertThat(past.alert().action()).isPresent();
              assertThat(past.peakLevel()).contains(FrustrationLevel.CRITICAL);
              assertThat(past.resolvedAt()).contains(at(300));
            });
  }

  @Test
  void anAlertThatIsOverHasAnEndBeforeItsEpisodeIsStored() {
    assertThat(history.between("c-3", at(-3600), at(3600)).alerts())
        .singleElement()
        .satisfies(past -> assertThat(past.resolvedAt()).contains(at(40)));
  }

  @Test
  void helpIsToldOnceWithOrWithoutAnAlertTheLatestFirst() {
    assertThat(history.between("c-1", at(-3600), at(3600)).interventions())
        .extracting(Intervention::id)
        .containsExactly("help-2", "help-1");
  }

  @Test
  void helpStandsBesideWhatWentOnWithoutIt() {
    ClassHistory day = history.between("c-1", at(-3600), at(3600));

    // help came after a minute; 160, 360 and 660 s are alike, and 300 s from there is the median
    assertThat(day.effects())
        .containsExactly(new HelpEffect("help-1", Optional.of(240.0), 3, Optional.of(300.0)));
    assertThat(history.between("c-2", at(-3600), at(3600)).effects()).isEmpty();
  }

  @Test
  void helpInAnEpisodeLikeNoOtherStandsAlone() {
    assertThat(history.between("c-1", at(-7200), at(-3600)).effects())
        .singleElement()
        .satisfies(
            effect -> {
              assertThat(effect.interventionId()).isEqualTo("help-0");
              assertThat(effect.secondsToCalm()).contains(800.0);
            });
  }

  @Test
  void whatBeganAtTheEndOfTheTimeBelongsToTheNext() {
    assertThat(history.between("c-1", at(-3600), at(0)).alerts()).isEmpty();
    assertThat(history.between("c-1", at(0), at(60)).alerts()).hasSize(1);
    assertThat(history.between("c-1", at(0), at(60)).interventions()).isEmpty();
  }

  @Test
  void whileTheDatabaseIsDownItSaysSo() {
    condition.set(Condition.DOWN);

    assertThatThrownBy(() -> history.between("c-1", at(0), at(60)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("told by the test");
  }
}
