package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An admin sees the coordination as it changes, and can act on it; a teacher cannot. */
@ExtendWith(SharedStack.class)
class AdminViewTest {

  private final StackFile stack;

  AdminViewTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void aDeadLetterShowsUpAndIsRetriedAndTheQueuePauses() {
    Api api = new Api(stack, "admin");
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(ClassPage.url(stack, "admin-c", "admin"), 1280, 900);
      new ClassPage(page).awaitLive().show("admin");
      page.locator("#locks-title").waitFor();
      Locator cluster = page.locator("section[aria-labelledby=cluster-title]");
      assertThat(cluster).containsText("Format version", patient());
      assertThat(cluster.getByRole(AriaRole.LISTITEM)).hasCount(1);
      assertThat(cluster.getByRole(AriaRole.LISTITEM)).containsText("leader");
      assertThat(cluster.getByRole(AriaRole.LISTITEM)).containsText("0 entries behind", patient());

      String dead = CoordinationScene.make(stack);
      Locator line = page.locator("tr", new Page.LocatorOptions().setHasText(dead));
      assertThat(line).containsText("the build broke", patient());
      assertThat(page.locator(".log")).containsText("task.failed", patient());
      line.getByRole(AriaRole.BUTTON).click();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> api.get("/tasks/" + dead).body().path("status").asText().equals("pending"));

      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause the queue"))
          .click();
      assertThat(page.locator(".queue-state")).containsText("Paused", patient());
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resume the queue"))
          .click();
      assertThat(page.locator(".queue-state")).containsText("Handing out", patient());
      api.post("/tasks/" + dead + "/cancel", "{}");
    }
  }

  @Test
  void aTeacherIsToldThatItIsForAdmins() {
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(ClassPage.url(stack, "admin-c", "teacher"), 1280, 900);
      new ClassPage(page).awaitLive().show("admin");
      assertThat(page.locator("main")).containsText("for administrators");
      assertThat(page.locator("nav a[href='#/admin']")).hasCount(0);
    }
  }

  private static LocatorAssertions.ContainsTextOptions patient() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(ClassPage.PATIENCE_MS);
  }
}
