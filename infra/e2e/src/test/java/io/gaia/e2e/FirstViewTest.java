package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first view is light; how fast it is stands in the log. */
@ExtendWith(SharedStack.class)
class FirstViewTest {

  private static final int BUDGET_BYTES = 300_000;

  private final StackFile stack;

  FirstViewTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  @SuppressWarnings("unchecked")
  void theFirstViewShipsUnderThreeHundredKilobytes() {
    String classroom = Names.unique("first-c");
    String student = Names.unique("first-s");
    try (TeacherBrowser browser = new TeacherBrowser()) {
      String url = ClassPage.url(stack, classroom, "teacher");
      ClassPage warm = new ClassPage(browser.open(url, 1280, 900)).awaitLive();
      ClassPage.getsStuck(stack, student, classroom);
      warm.awaitCard(student);

      Page page = browser.open("about:blank", 1280, 900);
      page.navigate(url);
      new ClassPage(page).awaitCard(student);
      Map<String, Object> seen =
          (Map<String, Object>)
              page.evaluate(
                  """
                  () => {
                    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
                    const endOf = (part) => Math.round(Math.max(0, ...all.filter((it) => it.name.includes(part)).map((it) => it.responseEnd)));
                    return {
                      scriptsMs: endOf(".js"),
                      wordsMs: endOf("/messages/"),
                      answersMs: endOf("/students"),
                      bytes: all.reduce((sum, it) => sum + it.transferSize, 0),
                      files: all.length,
                      usableMs: Math.round(performance.getEntriesByName("gaia.first-view")[0].startTime),
                    };
                  }
                  """);
      System.out.printf(
          "first view: usable after %s ms (scripts %s, words %s, class %s), %s bytes, %s answers%n",
          seen.get("usableMs"),
          seen.get("scriptsMs"),
          seen.get("wordsMs"),
          seen.get("answersMs"),
          seen.get("bytes"),
          seen.get("files"));
      assertThat(((Number) seen.get("bytes")).intValue()).isBetween(10_000, BUDGET_BYTES);
    }
  }
}
