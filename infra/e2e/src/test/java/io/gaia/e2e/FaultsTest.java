package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each part is killed under load, one at a time. Afterwards every event that Kafka took stands in
 * the database once, and the teacher has seen every stuck student once.
 */
@ExtendWith(SharedStack.class)
class FaultsTest {

  private static final Duration BACK_WITHIN = Duration.ofSeconds(90);
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(3);
  private static final Duration DATABASE_OUTAGE =
      Duration.ofSeconds(Boolean.getBoolean("gaia.soak") ? 60 : 10);

  private final StackFile stack;
  private final StackProcesses processes;
  private final String run = Names.unique("faults");
  private final String classroom = run + "-c";

  FaultsTest(StackFile stack, StackProcesses processes) {
    this.stack = stack;
    this.processes = processes;
  }

  @Test
  void nothingIsLostOrDoubledWhenEachPartIsKilledUnderLoad() throws Exception {
    try (TeacherBrowser browser = new TeacherBrowser();
        ResumingTeacher teacher = new ResumingTeacher(stack, classroom)) {
      Page page = browser.open(pageOfThisClass(), 1280, 900);
      PlaywrightAssertions.assertThat(page.locator(".connection.live"))
          .isVisible(patient(BACK_WITHIN));
      Load load = new Load(stack.kafka(), run, classroom);
      awaitNewAlerts(teacher, "before any fault");

      killAndAwaitAlerts("taskmanager", teacher);
      // forgets its jobs; the supervisor submits them again from their checkpoints
      killAndAwaitAlerts("jobmanager", teacher);
      killAndAwaitAlerts("kafka", teacher);
      holdTheDatabase(teacher, page);
      killAndAwaitAlerts("coordinator-1", teacher);

      load.close();
      assertThat(load.refused()).isEmpty();
      everyEventIsStoredOnce(load);
      everyStuckStudentIsSeenOnce(load, teacher);
      thePageIsBackByItself(load, page);
      System.out.printf(
          "faults: %d events, %d alerts to the teacher over %d connections%n",
          load.acknowledged().size(), teacher.events().size(), teacher.connections());
    }
  }

  private void killAndAwaitAlerts(String process, ResumingTeacher teacher) throws Exception {
    long before = processes.pid(process).orElseThrow();
    System.out.println("kill -9 " + process);
    processes.kill(process);
    await(process + " is started again")
        .atMost(BACK_WITHIN)
        .until(() -> processes.pid(process).orElse(before) != before);
    awaitNewAlerts(teacher, process);
  }

  /** Teachers go on being told while the database is away. */
  private void holdTheDatabase(ResumingTeacher teacher, Page page) throws Exception {
    System.out.println("hold postgres for " + DATABASE_OUTAGE.toSeconds() + " s");
    processes.hold("postgres");
    long until = System.nanoTime() + DATABASE_OUTAGE.toNanos();
    while (System.nanoTime() < until) {
      String student = awaitNewAlerts(teacher, "database down");
      PlaywrightAssertions.assertThat(page.locator(".inbox", inboxWith(student)))
          .isVisible(patient(BACK_WITHIN));
    }
    processes.resume("postgres");
  }

  /** Waits for a student who got stuck only now. */
  private String awaitNewAlerts(ResumingTeacher teacher, String phase) {
    Instant from = Instant.now();
    return await("alerts: " + phase)
        .atMost(BACK_WITHIN)
        .until(
            () ->
                teacher.events().stream()
                    .map(TeacherSocket.Frame::event)
                    .filter(e -> e.path("type").asText().equals("frustration.detected"))
                    .filter(e -> Instant.parse(e.path("at").asText()).isAfter(from))
                    .map(e -> e.path("student_id").asText())
                    .findFirst()
                    .orElse(""),
            student -> !student.isEmpty());
  }

  private void everyEventIsStoredOnce(Load load) {
    Database database = new Database(stack.databaseUrl());
    String pattern = run + "-%";
    await("every event is stored")
        .atMost(CAUGHT_UP_WITHIN)
        .pollInterval(1, TimeUnit.SECONDS)
        .until(
            () ->
                database.count(
                        "select count(*) from usability_metrics where student_id like ?", pattern)
                    >= load.acknowledged().size());
    List<String> stored =
        database.column("select event_id from usability_metrics where student_id like ?", pattern);
    assertThat(stored).doesNotHaveDuplicates();
    assertThat(new HashSet<>(stored)).isEqualTo(load.acknowledged());
  }

  private void everyStuckStudentIsSeenOnce(Load load, ResumingTeacher teacher) {
    Set<String> stuck = Set.copyOf(load.stuckStudents());
    await("every stuck student is seen")
        .atMost(CAUGHT_UP_WITHIN)
        .until(() -> teacher.detectedStudents().containsAll(stuck));
    assertThat(teacher.detectedStudents()).doesNotHaveDuplicates();
    assertThat(
            teacher.events().stream()
                .map(
                    f -> f.event().path("id").asText() + "/" + f.event().path("revision").asLong()))
        .doesNotHaveDuplicates();
    Database database = new Database(stack.databaseUrl());
    await("every alert is stored")
        .atMost(CAUGHT_UP_WITHIN)
        .until(
            () ->
                Set.copyOf(
                        database.column(
                            "select student_id from teacher_dashboard_alerts where classroom_id ="
                                + " ?",
                            classroom))
                    .containsAll(stuck));
    assertThat(
            database.column(
                "select student_id from teacher_dashboard_alerts where classroom_id = ?",
                classroom))
        .doesNotHaveDuplicates();
  }

  private void thePageIsBackByItself(Load load, Page page) {
    PlaywrightAssertions.assertThat(page.locator(".connection.live"))
        .isVisible(patient(BACK_WITHIN));
    List<String> stuck = load.stuckStudents();
    PlaywrightAssertions.assertThat(page.locator(".inbox", inboxWith(latest(stuck))))
        .isVisible(patient(BACK_WITHIN));
  }

  private static String latest(List<String> students) {
    return students.stream()
        .max(java.util.Comparator.comparingInt(s -> Integer.parseInt(s.replaceAll(".*stuck", ""))))
        .orElseThrow();
  }

  private String pageOfThisClass() {
    return stack.coordinatorUrl() + "/?classroom=" + classroom + "#token=" + stack.token("teacher");
  }

  private static Page.LocatorOptions inboxWith(String student) {
    return new Page.LocatorOptions().setHasText(student + ":");
  }

  private static LocatorAssertions.IsVisibleOptions patient(Duration duration) {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(duration.toMillis());
  }
}
