package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A newcomer's way: {@code infra/up --detach}, and soon a teacher sees who is stuck; how soon
 * stands in the log. With the simulated school, and with each real data set where {@code
 * ../shared/data} is beside the checkout.
 */
@Order(1)
class TheClassIsSeenTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * @param arguments of {@code infra/up}
   */
  record School(String name, List<String> arguments) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The published sets where they are, and where there is time ({@code -Dgaia.soak=true}). */
  static Stream<School> schools() {
    Path data = Checkout.root().resolveSibling("shared").resolve("data");
    return Stream.concat(
        Stream.of(new School("simulated", List.of())),
        Stream.of("exam-2022/midterm.tsv", "itap-2016/MainTable.csv")
            .map(data::resolve)
            .filter(file -> Boolean.getBoolean("gaia.soak") && Files.exists(file))
            .map(
                file ->
                    new School(
                        file.getParent().getFileName().toString(),
                        List.of("--data", file.toString()))));
  }

  @AfterEach
  void down() {
    Checkout.run("infra/down");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("schools")
  void anAlertOfTheClassIsSeenEverywhere(School school) {
    List<String> up = new ArrayList<>(List.of("infra/up", "--detach", "--fresh"));
    up.addAll(school.arguments());
    Checkout.run(up.toArray(String[]::new));
    long started = System.nanoTime();
    StackFile stack = new StackFile(Checkout.root().resolve(".gaia/stack.json"));

    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(stack.pageUrl(), 1280, 900);
      PlaywrightAssertions.assertThat(page.locator(".card[data-alert]").first())
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE.toMillis()));
      PlaywrightAssertions.assertThat(page.locator(".card .reasons li").first()).not().isEmpty();
      TeacherBrowser.keepPicture(page, "class-" + school.name());
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
    System.out.printf(
        "the %s class was seen everywhere %.0f s after infra/up%n",
        school, (System.nanoTime() - started) / 1e9);
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
