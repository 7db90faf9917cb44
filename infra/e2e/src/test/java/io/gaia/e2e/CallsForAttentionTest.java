package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sound and desktop notifications: only when chosen, and quiet when they should be. */
@ExtendWith(SharedStack.class)
class CallsForAttentionTest {

  private static final Duration HEARD_WITHIN = Duration.ofSeconds(60);

  /** Notes what is played and shown on the desktop; both still happen. */
  private static final String SPY =
      """
      window.tones = 0;
      window.notes = [];
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) {
        window.tones++;
        return start.apply(this, when);
      };
      window.Notification = new Proxy(window.Notification, {
        construct(real, [title, options]) {
          window.notes.push(title + "\\n" + options.body);
          return new real(title, options);
        },
      });
      """;

  private final StackFile stack;
  private final String classroom = Names.unique("calls-c");

  CallsForAttentionTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void anAlertCallsWhenThatWasChosenButNotInQuietHoursNorAfterEnoughOthers() {
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = openWithSpy(browser);
      ClassPage lesson = new ClassPage(page).awaitLive();
      choosesSoundAndNotifications(page);
      assertThat(tones(page)).as("tried out").isEqualTo(2);

      String first = getsStuck(lesson, "first");
      await("a sound").atMost(HEARD_WITHIN).until(() -> tones(page) >= 4);
      await("a notification").atMost(HEARD_WITHIN).until(() -> !notes(page).isEmpty());
      assertThat(notes(page).get(0))
          .as("who, why, since when, what usually helps")
          .contains(first)
          .containsPattern("[0-9]+ errors on 'fractions-4'")
          .containsPattern("for [0-9]+ (s|min)")
          .contains("Ask what the message says");

      setQuietHours(page, -1, 1);
      // as bad as it gets: what gets worse after the quiet hours may call
      assertThat(lesson.card(getsStuck(lesson, "in-quiet-hours")))
          .hasClass(
              Pattern.compile("level-critical"),
              new LocatorAssertions.HasClassOptions().setTimeout(ClassPage.PATIENCE_MS));
      setQuietHours(page, 1, 2);
      // while the other one might still wait for company
      String last = getsStuck(lesson, "last");
      await("called again")
          .atMost(HEARD_WITHIN)
          .until(() -> notes(page).stream().anyMatch(note -> note.contains(last)));
      afterEnoughOthersOnesTroubleHasNoSound(lesson);
      assertThat(notes(page))
          .as("nobody else")
          .allMatch(note -> note.contains(first) || note.contains(last));
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void anAlertThatAReadingBringsBeforeTheChannelCallsToo() {
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open("about:blank", 1024, 768);
      page.routeWebSocket(
          Pattern.compile(".*/ws.*"),
          socket -> {
            WebSocketRoute server = socket.connectToServer();
            // every answer but the events of the channel
            server.onMessage(
                frame -> {
                  if (!frame.text().contains("\"event\"")) {
                    socket.send(frame.text());
                  }
                });
          });
      openWithSpy(page);
      ClassPage lesson = new ClassPage(page).awaitLive();
      choosesSoundAndNotifications(page);

      getsStuck(lesson, "read");
      await("a sound").atMost(HEARD_WITHIN).until(() -> tones(page) >= 4);
    }
  }

  private Page openWithSpy(TeacherBrowser browser) {
    return openWithSpy(browser.open("about:blank", 1024, 768));
  }

  private Page openWithSpy(Page page) {
    page.context().grantPermissions(List.of("notifications"));
    page.addInitScript(SPY);
    page.navigate(ClassPage.url(stack, classroom, "teacher"));
    return page;
  }

  private String getsStuck(ClassPage lesson, String name) {
    String student = Names.unique(name + "-s");
    ClassPage.getsStuck(stack, student, classroom);
    lesson.awaitCard(student);
    return student;
  }

  private void afterEnoughOthersOnesTroubleHasNoSound(ClassPage lesson) {
    String quiet = Names.unique("quiet-s");
    ConsoleClient.produce(
        stack.kafka(), "usability-metrics", ClassPage.burst(quiet, classroom).subList(0, 4));
    lesson.awaitCard(quiet);
    lesson.show("alerts");
    assertThat(lesson.card(quiet)).containsText("without sound");
    lesson.show("");
  }

  private static void choosesSoundAndNotifications(Page page) {
    inSettings(
        page,
        panel -> {
          assertThat(panel.locator("input[name=sound]")).not().isChecked();
          assertThat(panel.locator("input[name=notify]")).not().isChecked();
          panel.locator("input[name=sound]").check();
          panel.locator("input[name=notify]").check();
          panel.getByText("Hear it").click();
        });
  }

  /** From and until so many hours from now; it may be around midnight. */
  private static void setQuietHours(Page page, int from, int until) {
    inSettings(
        page,
        panel -> {
          panel.locator("input[name=quietFrom]").fill(inHours(from));
          panel.locator("input[name=quietUntil]").fill(inHours(until));
          panel.locator("input[name=quietUntil]").blur();
        });
  }

  // the browser has the same clock and zone
  private static String inHours(int hours) {
    return LocalTime.now().plusHours(hours).format(DateTimeFormatter.ofPattern("HH:mm"));
  }

  private static void inSettings(Page page, Consumer<Locator> chooses) {
    page.locator(".tools button").first().click();
    Locator panel = page.locator("dialog.panel[open]");
    chooses.accept(panel);
    page.keyboard().press("Escape");
    assertThat(panel).hasCount(0);
  }

  private static int tones(Page page) {
    return (int) page.evaluate("() => window.tones");
  }

  @SuppressWarnings("unchecked")
  private static List<String> notes(Page page) {
    return (List<String>) page.evaluate("() => window.notes");
  }
}
