package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The buttons of the page, on a phone: what a teacher does is kept, and analysts find it. */
@ExtendWith(SharedStack.class)
class TeacherActsTest {

  private static final Duration STORED_WITHIN = Duration.ofSeconds(30);

  private final StackFile stack;

  TeacherActsTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void seenAndHelpedReachTheDatabase() {
    String student = Names.unique("acts-s");
    String classroom = Names.unique("acts-c");
    Database database = new Database(stack.databaseUrl());
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page =
          browser.open(
              "%s/?classroom=%s#token=%s"
                  .formatted(stack.coordinatorUrl(), classroom, stack.token("teacher")),
              360,
              800);
      assertThat(page.locator(".connection.live")).isVisible(patient());
      ConsoleClient.produce(stack.kafka(), "usability-metrics", burst(student, classroom));

      Locator card = page.locator(".card[data-student='" + student + "']");
      assertThat(card).isVisible(patient());
      card.getByText("Seen").click();
      assertThat(card.locator(".seen")).isVisible(patient());
      card.getByText("I helped").click();
      card.locator("select").selectOption("hint");
      card.locator("input[name=note]").fill("drew a picture");
      card.getByText("Save").click();
      assertThat(page.locator(".banner.thanks")).isVisible(patient());
      TeacherBrowser.keepPicture(page, "teacher-acts-360");
    }
    await("the intervention is stored")
        .atMost(STORED_WITHIN)
        .until(
            () ->
                database.count(
                        "select count(*) from interventions where student_id = ? and note = ?",
                        student,
                        "drew a picture")
                    == 1);
    await("the acknowledgement is stored")
        .atMost(STORED_WITHIN)
        .until(
            () ->
                database.count(
                        "select count(*) from teacher_dashboard_alerts"
                            + " where student_id = ? and acknowledged_at is not null",
                        student)
                    == 1);
  }

  private static List<Metric> burst(String student, String classroom) {
    Instant now = Instant.now();
    return IntStream.range(0, 6)
        .mapToObj(i -> Metric.error(student, classroom, now.minusSeconds(20 - 4L * i)))
        .toList();
  }

  private static LocatorAssertions.IsVisibleOptions patient() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(20_000);
  }
}
