package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The teacher walks out of the Wi-Fi and comes back: nothing is lost, nothing is there twice. */
@ExtendWith(SharedStack.class)
class PageReconnectTest {

  private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

  private final StackFile stack;

  PageReconnectTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void whatHappenedMeanwhileIsShownOnceAndWhatWasDoneMeanwhileIsSentOnce() {
    String before = Names.unique("before-s");
    String meanwhile = Names.unique("meanwhile-s");
    String classroom = Names.unique("away-c");
    Api api = new Api(stack, "teacher");
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(ClassPage.url(stack, classroom, "teacher"), 1024, 768);
      ClassPage lesson = new ClassPage(page).awaitLive();
      ClassPage.getsStuck(stack, before, classroom);
      lesson.awaitCard(before);

      page.context().setOffline(true);
      assertThat(page.locator(".banner.offline")).isVisible(ClassPage.patient());
      lesson.help(before, "talked", "while away");
      assertThat(page.locator(".waiting-acts")).containsText("1 action", patientText());
      TeacherBrowser.keepPicture(page, "offline-1024");
      ClassPage.getsStuck(stack, meanwhile, classroom);
      await("the alert is out, and the page has not seen it")
          .atMost(BACK_WITHIN)
          .until(() -> alerts(api, classroom).size() == 2);
      assertThat(lesson.card(meanwhile)).isHidden();

      page.context().setOffline(false);
      lesson.awaitLive();
      lesson.awaitCard(meanwhile);
      await("the act is sent").atMost(BACK_WITHIN).until(() -> helps(api, classroom).size() == 1);
      assertThat(page.locator(".waiting-acts")).isHidden();
      // a new alert and a worse one are two lines; the same news twice is a duplicate
      Assertions.assertThat(lesson.feedOf(meanwhile).allInnerTexts())
          .isNotEmpty()
          .doesNotHaveDuplicates();
      assertThat(lesson.card(meanwhile)).hasCount(1);
      Assertions.assertThat(helps(api, classroom).get(0).path("note").asText())
          .isEqualTo("while away");
    }
  }

  @Test
  void whatWasDoneOfflineOutlivesAReloadAndIsSentOnce() {
    String student = Names.unique("reload-s");
    String classroom = Names.unique("reload-c");
    Api api = new Api(stack, "teacher");
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(ClassPage.url(stack, classroom, "teacher"), 1024, 768);
      ClassPage lesson = new ClassPage(page).awaitLive();
      ClassPage.getsStuck(stack, student, classroom);
      lesson.awaitCard(student);

      // the answers are lost, the requests are not: the worst case for doing a thing once
      page.evaluate(
          """
          () => {
            const real = window.fetch;
            window.fetch = async (url, options) => {
              const answer = await real(url, options);
              if (url.endsWith("/interventions") && options.method === "POST") throw new TypeError("lost");
              return answer;
            };
          }
          """);
      lesson.help(student, "talked", "answered into the void");
      await("it has arrived").atMost(BACK_WITHIN).until(() -> helps(api, classroom).size() == 1);
      page.reload();
      lesson.awaitLive();

      await("the page knows that it is done")
          .atMost(BACK_WITHIN)
          .until(
              () ->
                  page.evaluate(
                          "() => localStorage.getItem(Object.keys(localStorage).find(k =>"
                              + " k.startsWith('gaia.outbox')))")
                      .equals("[]"));
      Assertions.assertThat(helps(api, classroom)).hasSize(1);
    }
  }

  private static com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions
      patientText() {
    return new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
        .setTimeout(ClassPage.PATIENCE_MS);
  }

  private static JsonNode alerts(Api api, String classroom) {
    return api.get("/alerts?classroom_id=" + classroom).body().path("items");
  }

  private static JsonNode helps(Api api, String classroom) {
    return api.get("/interventions?classroom_id=" + classroom).body().path("items");
  }
}
