package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A newcomer's way: {@code infra/up --detach}, and soon a teacher sees who is stuck. With the
 * simulated school, and with each real data set where {@code ../shared/data} is beside the checkout
 * and there is time ({@code -Dgaia.soak=true}).
 */
@Order(2)
@ExtendWith(SharedStack.class)
class TheClassIsSeenTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Path PUBLISHED = Path.of("target", "published-stack").toAbsolutePath();

  static Stream<Path> publishedSets() {
    Path data = Checkout.root().resolveSibling("shared").resolve("data");
    return Stream.of("exam-2022/midterm.tsv", "itap-2016/MainTable.csv")
        .map(data::resolve)
        .filter(file -> Boolean.getBoolean("gaia.soak") && Files.exists(file));
  }

  @Test
  void anAlertOfTheSimulatedClassIsSeenEverywhere(StackFile stack, StackProcesses processes)
      throws Exception {
    isSeenEverywhere("simulated", stack);
    // the other tests have classes of their own
    processes.hold("replay");
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("publishedSets")
  void anAlertOfAPublishedClassIsSeenEverywhere(Path file) {
    String state = PUBLISHED.toString();
    Checkout.run("infra/up", "--detach", "--fresh", "--state", state, "--data", file.toString());
    try {
      isSeenEverywhere(
          file.getParent().getFileName().toString(),
          new StackFile(PUBLISHED.resolve("stack.json")));
    } finally {
      Checkout.run("infra/down", "--state", state);
    }
  }

  private static void isSeenEverywhere(String school, StackFile stack) {
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(stack.pageUrl(), 1280, 900);
      PlaywrightAssertions.assertThat(page.locator(".card[data-alert]").first())
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE.toMillis()));
      PlaywrightAssertions.assertThat(page.locator(".card .reasons li").first()).not().isEmpty();
      TeacherBrowser.keepPicture(page, "class-" + school);
    }
    Database database = new Database(stack.databaseUrl());
    String classroom = stack.classroomId();
    awaitThat("teacher-alerts", () -> alertsInTopic(stack, classroom) > 0);
    for (String table :
        List.of(
            "usability_metrics",
            "classroom_metrics_snapshot",
            "teacher_dashboard_alerts",
            "frustration_events")) {
      awaitThat(
          table,
          () ->
              database.count("select count(*) from " + table + " where classroom_id = ?", classroom)
                  > 0);
    }
    assertThat(
            database.column(
                "select hypertable_name from timescaledb_information.hypertables order by 1"))
        .containsExactly("classroom_metrics_snapshot", "frustration_events", "usability_metrics");
  }

  private static long alertsInTopic(StackFile stack, String classroom) {
    return EventTopic.readAll(stack.kafka(), "teacher-alerts").stream()
        .filter(alert -> classroom.equals(alert.key()))
        .count();
  }

  private static void awaitThat(String what, Callable<Boolean> seen) {
    await(what).atMost(PATIENCE).until(seen);
  }
}
