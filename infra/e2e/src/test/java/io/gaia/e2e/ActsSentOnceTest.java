package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a teacher does is sent once, whatever happens to the answer, and never when undone. */
@ExtendWith(SharedStack.class)
class ActsSentOnceTest {

  private static final Duration SENT_WITHIN = Duration.ofSeconds(60);

  /** Requests arrive, their answers do not: the worst case for doing a thing once. */
  private static final String LOSE_ANSWERS =
      """
      () => {
        const real = window.fetch;
        window.fetch = async (url, options) => {
          const answer = await real(url, options);
          if (url.endsWith("/interventions") && options.method === "POST") throw new TypeError("lost");
          return answer;
        };
      }
      """;

  private static final String OUTBOX =
      "() => localStorage.getItem(Object.keys(localStorage).find(k =>"
          + " k.startsWith('gaia.outbox')))";

  private final StackFile stack;
  private final Api api;
  private final String student = Names.unique("acts-s");
  private final String classroom = Names.unique("acts-c");
  private TeacherBrowser browser;
  private Page page;
  private ClassPage lesson;

  ActsSentOnceTest(StackFile stack) {
    this.stack = stack;
    this.api = new Api(stack, "teacher");
  }

  @BeforeEach
  void aStudentIsStuck() {
    browser = new TeacherBrowser();
    page = browser.open(ClassPage.url(stack, classroom, "teacher"), 1024, 768);
    lesson = new ClassPage(page).awaitLive();
    ClassPage.getsStuck(stack, student, classroom);
    lesson.awaitCard(student);
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void whatIsUndoneInTimeIsNeverSent() {
    Locator card = lesson.card(student);
    lesson.help(student, "talked", "not true");
    page.locator(".toast .undo").click();
    ClassPage.press(card, "resolve");
    page.locator(".toast .undo").click();
    assertThat(card.locator("button[data-act=acknowledge]")).isVisible();

    // sent after both could have been: acts go out in order
    ClassPage.press(card, "acknowledge");
    await("seen is sent")
        .atMost(SENT_WITHIN)
        .until(() -> items("/alerts").at("/0/state").asText().equals("acknowledged"));
    assertThat(items("/interventions")).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatWasSentWithoutAnAnswerOutlivesAReloadAndIsDoneOnce() {
    page.evaluate(LOSE_ANSWERS);
    lesson.help(student, "talked", "answered into the void");
    await("it has arrived").atMost(SENT_WITHIN).until(() -> items("/interventions").size() == 1);
    page.reload();
    lesson.awaitLive();
    await("the page knows that it is done")
        .atMost(SENT_WITHIN)
        .until(() -> page.evaluate(OUTBOX).equals("[]"));
    assertThat(items("/interventions")).hasSize(1);
    assertThat(browser.complaints()).isEmpty();
  }

  private JsonNode items(String list) {
    return api.get(list + "?classroom_id=" + classroom).body().path("items");
  }
}
