package io.gaia.flink.writer;

import static io.gaia.flink.writer.Records.at;
import static io.gaia.flink.writer.Records.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gaia.flink.common.RawRecord;
import io.gaia.schemas.event.Classroom;
import io.gaia.schemas.event.ClassroomSnapshot;
import io.gaia.schemas.event.Intervention;
import io.gaia.schemas.event.RosterEntry;
import io.gaia.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientDatabaseTest {

  private static StoppablePostgres postgres;
  private PatientDatabase database;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    postgres = new StoppablePostgres(directory);
    postgres.migrate();
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void open() {
    postgres.execute(
        "truncate usability_metrics, satisfaction_ratings, classrooms, enrollments, interventions,"
            + " classroom_metrics_snapshot, teacher_dashboard_alerts, frustration_events");
    database = new PatientDatabase(postgres.url());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aMetricIsStoredAsSentAndOnlyOnce() throws Exception {
    RawRecord sent =
        metric(
            "e1",
            ",'classroom_id':'c1','correct':false,'device':'tablet','n':1,"
                + "'metadata':{'tries':3,'n':2}");
    assertThat(write(sent, sent, metric("e2", ""))).isEmpty();
    assertThat(write(sent)).isEmpty();
    assertThat(
            postgres.query(
                "select concat_ws(' ', student_id, app_name, session_id, classroom_id, metric_type,"
                    + " metric_value, correct, metadata, extra, timestamp = '2026-01-31T10:00Z')"
                    + " from usability_metrics order by event_id"))
        .containsExactly(
            "s1 quiz x c1 error 1 f {\"n\": 2, \"tries\": 3, \"device\": \"tablet\"}"
                + " {\"n\": 1, \"device\": \"tablet\"} t",
            "s1 quiz x error 1 {} t");
  }

  @Test
  void aRowThatPostgresRefusesDoesNotHoldBackTheOthers() throws Exception {
    List<RawRecord> records = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      records.add(metric("e" + i, i % 100 == 37 ? ",'metadata':{'poison':'\\u0000'}" : ""));
    }
    List<Refused> refused = write(records.toArray(new RawRecord[0]));
    assertThat(refused)
        .extracting(Refused::origin)
        .containsExactly(records.get(37), records.get(137), records.get(237));
    assertThat(refused.get(0).reason())
        .isEqualTo("the database refused it: ERROR: unsupported Unicode escape sequence");
    assertThat(postgres.query("select count(*) from usability_metrics")).containsExactly("297");
  }

  @Test
  void aRecordOfGaiaWithoutAFieldIsRefused() throws Exception {
    RawRecord nameless = Records.json(Topic.CLASSROOMS, "{'classroom_id':'c1','teacher_ids':[]}");
    RawRecord alertWithoutLevel =
        Records.json(
            Topic.TEACHER_ALERTS,
            "{'id':'a','classroom_id':'c','app_name':'quiz','reasons':[],'kind':'student',"
                + "'since':'2026-01-31T10:00:00Z','at':'2026-01-31T10:00:00Z','state':'open',"
                + "'score':0.5,'revision':1000,'quiet':false}");
    RawRecord good =
        Records.of(Topic.CLASSROOMS, Classroom.of("c2", "5b", List.of(), Optional.empty()));
    assertThat(write(nameless, alertWithoutLevel, good))
        .extracting(Refused::origin)
        .containsExactly(nameless, alertWithoutLevel);
    assertThat(postgres.query("select name from classrooms")).containsExactly("5b");
  }

  @Test
  void classesAndRosterFollowTheirLatestRecord() throws Exception {
    write(
        Records.of(Topic.CLASSROOMS, Classroom.of("c1", "old", List.of(), Optional.empty())),
        Records.tombstone(Topic.CLASSROOMS, "c1"),
        Records.of(Topic.CLASSROOMS, Classroom.of("c1", "5b", List.of("t1"), Optional.of(28))),
        Records.of(Topic.CLASSROOMS, Classroom.of("c2", "5c", List.of(), Optional.empty())),
        Records.tombstone(Topic.CLASSROOMS, "c2"),
        Records.of(Topic.ROSTER, new RosterEntry("s1", List.of("c1", "c2"), Optional.empty())),
        Records.of(
            Topic.ROSTER, new RosterEntry("s1", List.of("c3", "c1", "c3"), Optional.of("n"))),
        Records.of(Topic.ROSTER, new RosterEntry("s2", List.of("c1"), Optional.empty())),
        Records.tombstone(Topic.ROSTER, "s2"));
    assertThat(postgres.query("select concat_ws(' ', classroom_id, name, size) from classrooms"))
        .containsExactly("c1 5b 28");
    assertThat(
            postgres.query(
                "select concat_ws(' ', student_id, position, classroom_id, school_id)"
                    + " from enrollments order by position"))
        .containsExactly("s1 1 c3 n", "s1 2 c1 n");
  }

  @Test
  void aSnapshotOfTheSameMinuteReplacesTheOneBefore() throws Exception {
    write(
        Records.of(Topic.CLASSROOM_SNAPSHOTS, snapshot(10)),
        Records.of(Topic.CLASSROOM_SNAPSHOTS, snapshot(20)));
    assertThat(
            postgres.query(
                "select concat_ws(' ', active_student_count, snapshot_data ->> 'app_name')"
                    + " from classroom_metrics_snapshot"))
        .containsExactly("20 quiz");
  }

  @Test
  void anInterventionIsStoredOnce() throws Exception {
    RawRecord help =
        Records.of(
            Topic.INTERVENTIONS,
            new Intervention(
                "i1", "s1", "c1", "t1", Optional.empty(), "hint", Optional.empty(), at(5)));
    write(help, help);
    assertThat(postgres.query("select category from interventions")).containsExactly("hint");
  }

  @Test
  void aRatingIsStoredAtTheTimeItWasGiven() throws Exception {
    write(
        Records.json(
            Topic.SATISFACTION_RATINGS,
            "{'event_id':'r1','student_id':'s1','app_name':'quiz','session_id':'x','rating':2,"
                + "'timestamp':'2026-01-31T10:00:00Z'}"));
    assertThat(
            postgres.query(
                "select rating || ' ' || (created_at = '2026-01-31T10:00Z')"
                    + " from satisfaction_ratings"))
        .containsExactly("2 true");
  }

  @Test
  void writingWaitsWhilePostgresIsStoppedAndGoesOnWhenItIsBack() throws Exception {
    write(metric("before", ""));
    postgres.stop();
    CompletableFuture<List<Refused>> write =
        CompletableFuture.supplyAsync(() -> patiently(metric("meanwhile", "")));
    await().until(() -> database.waiting().compareTo(Duration.ofMillis(500)) > 0);
    assertThat(write).isNotDone();
    postgres.start();
    assertThat(write.get(60, TimeUnit.SECONDS)).isEmpty();
    assertThat(database.waiting()).isZero();
    assertThat(postgres.query("select event_id from usability_metrics order by 1"))
        .containsExactly("before", "meanwhile");
  }

  @Test
  void writingWaitsForTheTables() throws Exception {
    postgres.execute("create database empty");
    try (PatientDatabase empty =
        new PatientDatabase(postgres.url().replace("/postgres?", "/empty?"))) {
      CompletableFuture<List<Refused>> write =
          CompletableFuture.supplyAsync(() -> patiently(empty, metric("e1", "")));
      await().until(() -> empty.waiting().compareTo(Duration.ofMillis(200)) > 0);
      org.flywaydb.core.Flyway.configure()
          .dataSource(postgres.url().replace("/postgres?", "/empty?"), null, null)
          .locations("classpath:db/migration")
          .load()
          .migrate();
      assertThat(write.get(60, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void aCancelledTaskStopsWaiting() throws Exception {
    try (PatientDatabase nowhere =
        new PatientDatabase("jdbc:postgresql://localhost:1/nowhere?user=nobody")) {
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread task =
          new Thread(
              () -> {
                try {
                  nowhere.write(rows(metric("e1", "")));
                } catch (InterruptedException e) {
                  ended.complete(e);
                }
              });
      task.start();
      await().until(() -> nowhere.waiting().compareTo(Duration.ZERO) > 0);
      task.interrupt();
      assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aUrlOfAnotherKindIsToldAtOnce() {
    assertThatThrownBy(() -> new PatientDatabase("postgres://localhost/gaia"))
        .hasMessageContaining("database-url takes jdbc:postgresql://");
  }

  private static ClassroomSnapshot snapshot(int active) {
    return new ClassroomSnapshot(
        "c1",
        "quiz",
        at(0),
        at(60),
        28,
        active,
        1,
        0.1,
        0.5,
        0.2,
        0.1,
        Optional.empty(),
        80,
        Map.of("error", 3L));
  }

  private List<Refused> write(RawRecord... records) throws Exception {
    return database.write(rows(records));
  }

  private List<Refused> patiently(RawRecord... records) {
    return patiently(database, records);
  }

  private static List<Refused> patiently(PatientDatabase database, RawRecord... records) {
    try {
      return database.write(rows(records));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static List<RecordRows> rows(RawRecord... records) {
    return Arrays.stream(records)
        .map(
            record -> {
              try {
                return new RecordRows(record, RowReader.rows(record));
              } catch (RowReader.Malformed | RowReader.Foreign e) {
                throw new AssertionError(record.toString(), e);
              }
            })
        .toList();
  }
}
