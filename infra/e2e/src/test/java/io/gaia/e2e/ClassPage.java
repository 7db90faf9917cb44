package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** The teacher's page of one class, in the words of a teacher. */
record ClassPage(Page page) {

  /** Long enough for a machine with much else to do. */
  static final int PATIENCE_MS = 30_000;

  static String url(StackFile stack, String classroom, String role) {
    return "%s/?classroom=%s#token=%s"
        .formatted(stack.coordinatorUrl(), classroom, stack.token(role));
  }

  ClassPage awaitLive() {
    assertThat(page.locator(".connection.live")).isVisible(patient());
    return this;
  }

  ClassPage show(String view) {
    page.evaluate("view => (location.hash = view)", "#/" + view);
    return this;
  }

  Locator card(String student) {
    return page.locator(".card[data-student='" + student + "']");
  }

  Locator awaitCard(String student) {
    assertThat(card(student)).isVisible(patient());
    return card(student);
  }

  static void press(Locator within, String act) {
    within.locator("button[data-act=" + act + "]").click();
  }

  void help(String student, String category, String note) {
    Locator card = card(student);
    press(card, "help");
    card.locator("select").selectOption(category);
    card.locator("input[name=note]").fill(note);
    card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save")).click();
  }

  /** Lines of "As it happens" that tell of the student. */
  Locator feedOf(String student) {
    return page.locator(".inbox .event", new Page.LocatorOptions().setHasText(student));
  }

  /** Six errors within the last 20 s: an alert. */
  static List<Metric> burst(String student, String classroom) {
    Instant now = Instant.now();
    return IntStream.range(0, 6)
        .mapToObj(i -> Metric.error(student, classroom, now.minusSeconds(20 - 4L * i)))
        .toList();
  }

  static void getsStuck(StackFile stack, String student, String classroom) {
    ConsoleClient.produce(stack.kafka(), "usability-metrics", burst(student, classroom));
  }

  static LocatorAssertions.IsVisibleOptions patient() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS);
  }
}
