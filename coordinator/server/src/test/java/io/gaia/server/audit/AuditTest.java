package io.gaia.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.gaia.server.audit.AuditEntry.Action;
import io.gaia.server.audit.AuditTable.Wanted;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.ops.DependencyState;
import io.gaia.server.ops.DependencyState.Condition;
import io.gaia.server.testkit.Databases;
import io.gaia.server.testkit.StoppablePostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What is taken down, on a real PostgreSQL that goes away. */
@Timeout(180)
class AuditTest {

  private static final Caller TEACHER = new Caller("t-1", Set.of(Role.TEACHER), Set.of());
  private static final String STORY = "GET /students/{id}/story";

  @TempDir static Path directory;

  private static StoppablePostgres postgres;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final MetricRegistry metrics = new MetricRegistry();
  private volatile boolean isUp = true;
  private AuditTable table;
  private AuditLog log;

  @BeforeAll
  static void startPostgres() {
    postgres = StoppablePostgres.start(directory.resolve("data")).migrate();
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void start() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgres.url());
    table =
        new AuditTable(
            Databases.of(
                source,
                source::getConnection,
                () ->
                    new DependencyState(
                        isUp ? Condition.UP : Condition.DOWN, "as the test says", now.get())));
    log = new AuditLog(Optional.of(table), Duration.ofDays(365), metrics, now::get);
    log.start();
  }

  @AfterEach
  void stop() throws Exception {
    log.stop();
  }

  /** Each test has a class of its own. */
  private List<AuditEntry> entries(String classroom) {
    return table
        .rows(
            new Wanted(Optional.empty(), Optional.of(classroom), Optional.empty()),
            Long.MAX_VALUE,
            100)
        .stream()
        .map(AuditTable.Row::entry)
        .toList();
  }

  private void read(String classroom, String... students) {
    log.take(TEACHER, Action.READ, STORY, classroom, Set.of(students), "192.0.2.1");
  }

  @Test
  void whoDidWhatIsKeptAndFoundByStudent() {
    read("c-kept", "s-1");
    log.take(
        TEACHER, Action.CHANGE, "POST /interventions", "c-kept", Set.of("s-1", "s-2"), "192.0.2.1");
    await().until(() -> entries("c-kept").size() == 2);
    AuditEntry newest = entries("c-kept").get(0);
    assertThat(newest.subject()).isEqualTo("t-1");
    assertThat(newest.roles()).containsExactly("teacher");
    assertThat(newest.action()).isEqualTo(Action.CHANGE);
    assertThat(newest.studentIds()).containsExactly("s-1", "s-2");
    assertThat(newest.address()).isEqualTo("192.0.2.1");
    assertThat(ofStudent("s-2")).hasSize(1);
    assertThat(ofStudent("s-1")).hasSize(2);
    assertThat(ofStudent("s-9")).isEmpty();
  }

  private List<AuditTable.Row> ofStudent(String student) {
    return table.rows(
        new Wanted(Optional.of(student), Optional.of("c-kept"), Optional.of("t-1")),
        Long.MAX_VALUE,
        10);
  }

  @Test
  void theSameReadAgainIsTakenDownOnceAChangeAlways() {
    for (int i = 0; i < 5; i++) {
      read("c-again", "s-1", "s-2");
      read("c-again", "s-1");
    }
    // one more student is more that was seen
    read("c-again", "s-3");
    for (int i = 0; i < 2; i++) {
      log.take(TEACHER, Action.CHANGE, "POST /x", "c-again", Set.of("s-1"), "192.0.2.1");
    }
    await().until(() -> entries("c-again").size() == 4);
    assertThat(entries("c-again"))
        .extracting(AuditEntry::action)
        .containsExactly(Action.CHANGE, Action.CHANGE, Action.READ, Action.READ);
  }

  @Test
  void whilePostgresIsAwayEntriesWaitAndNobodyWaitsForThem() {
    isUp = false;
    for (int i = 0; i < 1_200; i++) {
      log.take(TEACHER, Action.CHANGE, "POST /x", "c-away", Set.of("s-" + i), "192.0.2.1");
    }
    assertThat(postgres.ask("select count(*) from audit_log where classroom_id = 'c-away'"))
        .isZero();
    isUp = true;
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                postgres.ask("select count(*) from audit_log where classroom_id = 'c-away'")
                    == 1_200);
    assertThat(metrics.counter("audit.lost").getCount()).isZero();
  }

  @Test
  void whatIsOldGoes() {
    table.add(
        List.of(
            AuditEntry.of(
                Instant.now().minus(Duration.ofDays(366)),
                TEACHER,
                Action.READ,
                STORY,
                "c-old",
                Set.of("s-1"),
                "192.0.2.1",
                Optional.empty())));
    // the next look at what is old is an hour after the last
    now.set(Instant.now().plus(Duration.ofHours(2)));
    read("c-new", "s-1");
    await().until(() -> entries("c-old").isEmpty());
    await().until(() -> entries("c-new").size() == 1);
  }

  @Test
  void aCharacterThatPostgresDoesNotTakeHoldsNothingUp() {
    read("c-\u0000", "s-\u0000");
    await().until(() -> entries("c-\ufffd").size() == 1);
  }
}
