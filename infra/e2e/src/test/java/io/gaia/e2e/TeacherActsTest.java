package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a teacher does on the page, from the alert to the history. */
@ExtendWith(SharedStack.class)
class TeacherActsTest {

  private static final Duration STORED_WITHIN = Duration.ofSeconds(60);
  private static final Duration CALM_WITHIN = Duration.ofMinutes(4);

  private final StackFile stack;

  TeacherActsTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void anAlertIsExplainedSeenHelpedCalmsDownAndIsInTheHistory() {
    String student = Names.unique("acts-s");
    String classroom = Names.unique("acts-c");
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(ClassPage.url(stack, classroom, "teacher"), 360, 800);
      ClassPage lesson = new ClassPage(page).awaitLive();
      ClassPage.getsStuck(stack, student, classroom);

      Locator card = lesson.awaitCard(student);
      assertThat(card.locator(".chip")).hasText(java.util.regex.Pattern.compile("stuck|help"));
      assertThat(card.locator(".reasons li").first())
          .hasText(java.util.regex.Pattern.compile("[0-9]+ errors on 'fractions-4'"));
      assertThat(card.locator(".since")).containsText("for ");

      ClassPage.press(card, "acknowledge");
      assertThat(card.locator(".seen")).isVisible(ClassPage.patient());
      lesson.help(student, "hint", "drew a picture");
      assertThat(page.locator(".toast").last()).containsText("Thank you");
      TeacherBrowser.keepPicture(page, "teacher-acts-360");
      bothAreStored(student);

      lesson.show("student/" + student);
      assertThat(page.locator(".timeline").first()).containsText("Gave a hint");
      assertThat(page.locator(".timeline").first()).containsText("drew a picture");

      lesson.show("");
      worksAgainUntilCalm(lesson, student, classroom);

      lesson.show("history");
      Locator line = page.locator(".days tr[data-alert]", hasText(student));
      await("the alert is in the history with its end")
          .atMost(STORED_WITHIN)
          .until(
              () -> {
                lesson.show("class").show("history");
                page.locator(".days, .empty, .problem").first().waitFor();
                return line.count() == 1 && line.innerText().contains("Gave a hint");
              });
      TeacherBrowser.keepPicture(page, "teacher-history-360");
      Assertions.assertThat(browser.complaints()).isEmpty();
    }
  }

  private void worksAgainUntilCalm(ClassPage lesson, String student, String classroom) {
    await("calm again")
        .atMost(CALM_WITHIN)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              ConsoleClient.produce(
                  stack.kafka(),
                  "usability-metrics",
                  List.of(Metric.completion(student, classroom, Instant.now())));
              // success ends the alert at once; the card goes when the errors are a minute ago
              return lesson.feedOf(student).getByText("Calm again").count() > 0
                  && lesson.card(student).count() == 0;
            });
  }

  @Test
  void whatIsUndoneInTimeIsNeverSent() {
    String student = Names.unique("undo-s");
    String classroom = Names.unique("undo-c");
    Api api = new Api(stack, "teacher");
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(ClassPage.url(stack, classroom, "teacher"), 1024, 768);
      ClassPage lesson = new ClassPage(page).awaitLive();
      ClassPage.getsStuck(stack, student, classroom);
      Locator card = lesson.awaitCard(student);

      lesson.help(student, "talked", "not true");
      page.locator(".toast .undo").click();
      ClassPage.press(card, "resolve");
      page.locator(".toast .undo").click();
      assertThat(card.locator("button[data-act=acknowledge]")).isVisible();

      // sent after both could have been: acts go out in order
      ClassPage.press(card, "acknowledge");
      await("seen is sent")
          .atMost(STORED_WITHIN)
          .until(() -> alert(api, classroom).path("state").asText().equals("acknowledged"));
      Assertions.assertThat(
              api.get("/interventions?classroom_id=" + classroom).body().path("items"))
          .isEmpty();
      Assertions.assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void twoTeachersSeeWhatTheOtherDid() {
    String student = Names.unique("two-s");
    String classroom = Names.unique("two-c");
    try (TeacherBrowser browser = new TeacherBrowser()) {
      ClassPage first =
          new ClassPage(browser.open(ClassPage.url(stack, classroom, "teacher"), 1024, 768))
              .awaitLive();
      ClassPage second =
          new ClassPage(browser.open(ClassPage.url(stack, classroom, "admin"), 1024, 768))
              .awaitLive();
      ClassPage.getsStuck(stack, student, classroom);
      first.awaitCard(student);
      second.awaitCard(student);

      ClassPage.press(first.card(student), "acknowledge");
      assertThat(second.card(student).locator(".done"))
          .containsText(
              "Seen by",
              new LocatorAssertions.ContainsTextOptions().setTimeout(ClassPage.PATIENCE_MS));
      second.help(student, "peer", "with a neighbour");
      assertThat(first.card(student).locator(".done"))
          .containsText(
              "Paired with a classmate",
              new LocatorAssertions.ContainsTextOptions().setTimeout(ClassPage.PATIENCE_MS));
      Assertions.assertThat(browser.complaints()).isEmpty();
    }
  }

  private static JsonNode alert(Api api, String classroom) {
    return api.get("/alerts?classroom_id=" + classroom).body().at("/items/0");
  }

  private static Page.LocatorOptions hasText(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  private void bothAreStored(String student) {
    Database database = new Database(stack.databaseUrl());
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
}
