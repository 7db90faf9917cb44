package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One lesson as two teachers live it, one with a phone, one with a laptop: a student gets stuck, is
 * seen and helped, though the Wi-Fi fails meanwhile, calms down, and is in the history.
 */
@ExtendWith(SharedStack.class)
class OneLessonTest {

  private static final Duration STORED_WITHIN = Duration.ofSeconds(60);
  private static final Duration CALM_WITHIN = Duration.ofMinutes(4);

  private final StackFile stack;
  private final String classroom = Names.unique("lesson-c");
  private final String student = Names.unique("lesson-s");
  private final String other = Names.unique("meanwhile-s");

  OneLessonTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void fromTheFirstAlertToTheHistory() {
    try (TeacherBrowser browser = new TeacherBrowser()) {
      ClassPage phone = open(browser, "teacher", 360, 800);
      ClassPage laptop = open(browser, "admin", 1024, 768);

      ClassPage.getsStuck(stack, student, classroom);
      theAlertExplainsItself(phone.awaitCard(student));
      laptop.awaitCard(student);

      ClassPage.press(phone.card(student), "acknowledge");
      assertThat(laptop.card(student).locator(".done")).containsText("Seen by", patient());

      theLaptopHelpsWithoutAConnection(laptop);
      theLaptopIsBack(laptop);
      assertThat(phone.card(student).locator(".done"))
          .containsText("Paired with a classmate", patient());
      TeacherBrowser.keepPicture(phone.page(), "lesson-360");

      theStoryTellsWhatWasTried(phone);
      bothWorkAgainUntilCalm(phone);
      theHistoryHasIt(phone);
      theDatabaseHasWhoSawItWhen();
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private ClassPage open(TeacherBrowser browser, String role, int width, int height) {
    Page page = browser.open(ClassPage.url(stack, classroom, role), width, height);
    return new ClassPage(page).awaitLive();
  }

  /** How bad, why with numbers, since when, and what usually helps. */
  private static void theAlertExplainsItself(Locator card) {
    assertThat(card.locator(".chip")).hasText(Pattern.compile("stuck|help"));
    assertThat(card.locator(".reasons li").first())
        .hasText(Pattern.compile("[0-9]+ errors on 'fractions-4'"));
    assertThat(card.locator(".since")).containsText("for ");
    assertThat(card.locator(".helps")).containsText("Ask what the message says");
  }

  private void theLaptopHelpsWithoutAConnection(ClassPage laptop) {
    Page page = laptop.page();
    page.context().setOffline(true);
    assertThat(page.locator(".banner.offline")).isVisible(ClassPage.patient());
    laptop.help(student, "peer", "with a neighbour");
    assertThat(page.locator(".waiting-acts")).containsText("1 action", patient());
    TeacherBrowser.keepPicture(page, "offline-1024");
    ClassPage.getsStuck(stack, other, classroom);
    await("the other alert is out").atMost(STORED_WITHIN).until(() -> items("/alerts").size() == 2);
    assertThat(laptop.card(other)).isHidden();
    assertThat(items("/interventions")).isEmpty();
  }

  private void theLaptopIsBack(ClassPage laptop) {
    laptop.page().context().setOffline(false);
    laptop.awaitLive().awaitCard(other);
    assertThat(laptop.card(other)).hasCount(1);
    // a new alert and a worse one are two lines; the same news twice is a duplicate
    assertThat(laptop.feedOf(other).allInnerTexts()).isNotEmpty().doesNotHaveDuplicates();
    await("the help is sent").atMost(STORED_WITHIN).until(() -> !items("/interventions").isEmpty());
    assertThat(laptop.page().locator(".waiting-acts")).isHidden();
    assertThat(items("/interventions")).hasSize(1);
    assertThat(items("/interventions").get(0).path("note").asText()).isEqualTo("with a neighbour");
  }

  private void theStoryTellsWhatWasTried(ClassPage phone) {
    phone.show("student/" + student);
    Locator tried = phone.page().locator(".timeline").first();
    assertThat(tried).containsText("Paired with a classmate", patient());
    assertThat(tried).containsText("with a neighbour");
    phone.show("");
  }

  private void bothWorkAgainUntilCalm(ClassPage phone) {
    await("calm again")
        .atMost(CALM_WITHIN)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              Instant now = Instant.now();
              ConsoleClient.produce(
                  stack.kafka(),
                  "usability-metrics",
                  List.of(
                      Metric.completion(student, classroom, now),
                      Metric.completion(other, classroom, now)));
              // success ends the alert at once; the card goes when the errors are a minute ago
              return phone.feedOf(student).getByText("Calm again").count() > 0
                  && phone.card(student).count() == 0;
            });
  }

  /** Read from the database, with what was done. */
  private void theHistoryHasIt(ClassPage phone) {
    phone.show("history");
    Page page = phone.page();
    Locator line = page.locator(".days tr", new Page.LocatorOptions().setHasText(student));
    await("the alert is in the history with its end")
        .atMost(STORED_WITHIN)
        .until(
            () -> {
              phone.show("class").show("history");
              page.locator(".days, .empty, .problem").first().waitFor();
              return line.count() == 1
                  && line.innerText().contains("Paired with a classmate")
                  && !line.innerText().contains("not over yet");
            });
    TeacherBrowser.keepPicture(page, "lesson-history-360");
  }

  private void theDatabaseHasWhoSawItWhen() {
    String seen =
        "select count(*) from teacher_dashboard_alerts where student_id = ? and acknowledged_at is"
            + " not null";
    Database database = new Database(stack.databaseUrl());
    await("seen is stored").atMost(STORED_WITHIN).until(() -> database.count(seen, student) == 1);
  }

  /** Of this class, as the server has them. */
  private JsonNode items(String list) {
    Api api = new Api(stack, "teacher");
    return api.get(list + "?classroom_id=" + classroom).body().path("items");
  }

  private static ContainsTextOptions patient() {
    return new ContainsTextOptions().setTimeout(ClassPage.PATIENCE_MS);
  }
}
