package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page for people who see little or nothing, use no mouse, read from right to left, or have a
 * phone. It comes first: most of it asks nothing of the stack, whose class gets stuck meanwhile.
 */
@Order(1)
@ExtendWith(SharedStack.class)
class PageForEveryoneTest {

  /** Views of the demo, by their address. */
  private static final Map<String, String> VIEWS =
      Map.of("class", "", "alerts", "alerts", "student", "student/demo-02", "history", "history");

  private final StackFile stack;

  PageForEveryoneTest(StackFile stack) {
    this.stack = stack;
  }

  @Test
  void axeFindsNothingOnAnyViewInLightAndDarkAndFromRightToLeft() {
    List<String> found = new ArrayList<>();
    try (TeacherBrowser browser = new TeacherBrowser()) {
      for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        checkClassroom(browser, colours, "en", found);
        Page signIn = browser.open(stack.coordinatorUrl(), 1024, 768, colours, "en");
        signIn.locator("form").waitFor();
        complaints(signIn, colours + " sign-in", found);
        Page admin = browser.open(ClassPage.url(stack, "axe-c", "admin"), 1024, 768, colours, "en");
        new ClassPage(admin).awaitLive().show("admin");
        admin.locator("#locks-title").waitFor();
        complaints(admin, colours + " admin", found);
      }
      checkFromRightToLeft(browser, found);
      assertThat(browser.complaints()).isEmpty();
    }
    assertThat(found).isEmpty();
  }

  /** Every view where there is time: what differs is the direction and the words. */
  private void checkFromRightToLeft(TeacherBrowser browser, List<String> found) {
    if (Boolean.getBoolean("gaia.soak")) {
      checkClassroom(browser, ColorScheme.LIGHT, "ar", found);
      return;
    }
    Page page = browser.open(demo(), 1024, 768, ColorScheme.LIGHT, "ar");
    shown(page, "");
    complaints(page, "LIGHT ar class", found);
    page.context().close();
  }

  private void checkClassroom(
      TeacherBrowser browser, ColorScheme colours, String language, List<String> found) {
    Page page = browser.open(demo(), 1024, 768, colours, language);
    String where = colours + " " + language + " ";
    VIEWS.forEach(
        (name, address) -> {
          shown(page, address);
          complaints(page, where + name, found);
        });
    openSettings(page);
    complaints(page, where + "settings", found);
    closeDialog(page);
    page.keyboard().press("?");
    page.locator("dialog.panel[open]").waitFor();
    complaints(page, where + "keyboard help", found);
    closeDialog(page);
    shown(page, "alerts");
    page.locator("button[data-act=help]").first().click();
    complaints(page, where + "form", found);
    shown(page, "");
    page.locator(".class-tools .segments button").last().click();
    complaints(page, where + "list", found);
    page.context().close();
  }

  @Test
  void everyViewIsKeptAsAPictureAndNeverWiderThanTheScreen() {
    CoordinationScene.make(stack);
    try (TeacherBrowser browser = new TeacherBrowser()) {
      for (int width : List.of(360, 1024, 1920)) {
        pictures(browser, width, ColorScheme.LIGHT);
      }
      if (Boolean.getBoolean("gaia.soak")) {
        pictures(browser, 1024, ColorScheme.DARK);
      }
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private void pictures(TeacherBrowser browser, int width, ColorScheme colours) {
    int height = width == 360 ? 800 : width == 1024 ? 768 : 1080;
    Page page = browser.open(demo(), width, height, colours, "en");
    VIEWS.forEach((name, address) -> picture(page, address, name, width, colours));
    if (width == 360 || Boolean.getBoolean("gaia.soak")) {
      picturesOfTheRest(page, width, colours);
    }
    Page arabic = browser.open(demo(), width, height, colours, "ar");
    picture(arabic, "", "class-ar", width, colours);
    Page admin = browser.open(ClassPage.url(stack, "axe-c", "admin"), width, height, colours, "en");
    new ClassPage(admin).awaitLive();
    picture(admin, "admin", "admin", width, colours);
    page.context().close();
    arabic.context().close();
    admin.context().close();
  }

  /** They are simpler: what fits a phone fits the others. */
  private void picturesOfTheRest(Page page, int width, ColorScheme colours) {
    openSettings(page);
    keep(page, "settings", width, colours);
    closeDialog(page);
    shown(page, "");
    page.locator(".class-tools .segments button").last().click();
    keep(page, "class-list", width, colours);
    page.navigate(stack.coordinatorUrl());
    page.locator("form").waitFor();
    keep(page, "sign-in", width, colours);
  }

  /** With everything that can be chosen. */
  private static void openSettings(Page page) {
    page.locator(".tools button").first().click();
    page.locator("dialog.panel[open] input[name=sound]").check();
    page.locator("dialog.panel .calls").waitFor();
  }

  private static void closeDialog(Page page) {
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
  }

  private static void picture(
      Page page, String address, String name, int width, ColorScheme colours) {
    shown(page, address);
    if (address.equals("admin")) {
      page.locator("#locks-title").waitFor();
    }
    keep(page, name, width, colours);
  }

  private static void keep(Page page, String name, int width, ColorScheme colours) {
    int overflow =
        (int)
            page.evaluate(
                "() => document.documentElement.scrollWidth -"
                    + " document.documentElement.clientWidth");
    assertThat(overflow).as("%s at %d px scrolls sideways", name, width).isLessThanOrEqualTo(0);
    TeacherBrowser.keepPicture(
        page, "%s-%d-%s".formatted(name, width, colours.name().toLowerCase(java.util.Locale.ROOT)));
  }

  @Test
  void aTeacherWithoutAMouseDoesEverything() {
    String student = Names.unique("keys-s");
    String classroom = Names.unique("keys-c");
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(ClassPage.url(stack, classroom, "teacher"), 1280, 900);
      ClassPage lesson = new ClassPage(page).awaitLive();
      ClassPage.getsStuck(stack, student, classroom);
      lesson.awaitCard(student);

      tabUntil(page, ".card[data-student='" + student + "']");
      page.keyboard().press("h");
      assertThat(page.locator(".inline-form select")).isFocused();
      page.keyboard().press("ArrowDown");
      page.keyboard().press("Tab");
      page.keyboard().type("by keyboard");
      page.keyboard().press("Enter");
      assertThat(page.locator(".toast").last()).containsText("Thank you");
      assertThat(lesson.card(student)).isFocused();
      page.keyboard().press("u");
      assertThat(page.locator(".toast").last()).containsText("Undone");
      page.keyboard().press("s");
      assertThat(page.locator(".inline-form [data-seconds]").first()).isFocused();
      page.keyboard().press("Escape");
      assertThat(lesson.card(student)).isFocused();

      readsTheStoryAndComesBack(page, lesson.card(student), student);

      page.keyboard().press("a");
      assertThat(lesson.card(student).locator(".seen")).isVisible();
      assertThat(lesson.card(student)).isFocused();
      goesThroughTheViews(page);
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void helpStandsInTheHistoryBesideWhatWentOnWithoutIt() {
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(demo(), 1280, 900);
      page.locator(".cards .card").first().focus();
      page.keyboard().press("h");
      assertThat(page.locator(".inline-form select")).isFocused();
      page.locator(".inline-form button.primary").click();
      assertThat(page.locator(".toast").last()).containsText("Thank you");
      // it goes out when it can be undone no more
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                page.keyboard().press("1");
                page.keyboard().press("3");
                page.locator("table.days").waitFor();
                assertThat(page.locator("main").innerText())
                    .contains("14 similar ones without help: typically 9 min");
              });
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void readsTheStoryAndComesBack(Page page, Locator card, String student) {
    page.keyboard().press("Enter");
    assertThat(page.locator("#story-title")).isFocused();
    assertThat(page.locator("#story-title")).hasText(student);
    page.keyboard().press("h");
    assertThat(page.locator(".inline-form select")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.locator("#story-title")).isFocused();
    page.keyboard().press("1");
    assertThat(card).isFocused();
  }

  private static void goesThroughTheViews(Page page) {
    page.keyboard().press("2");
    assertThat(page.locator("main h1")).isFocused();
    assertThat(page.locator("main h1")).hasText("Alerts");
    page.keyboard().press("3");
    assertThat(page.locator("main h1")).hasText("History");
    page.keyboard().press("?");
    assertThat(page.locator("#shortcuts-title")).isFocused();
    closeDialog(page);
    assertThat(page.locator("main h1")).isFocused();
    page.keyboard().press("1");
    assertThat(page.locator("h1.glance")).isVisible();
  }

  @Test
  void arrowsMoveAmongStudentsAndTheListIsOneStopOfTheTabKey() {
    try (TeacherBrowser browser = new TeacherBrowser()) {
      Page page = browser.open(demo(), 1280, 900);
      page.locator(".cards .card").first().focus();
      String first = focusedStudent(page);
      page.keyboard().press("ArrowDown");
      String second = focusedStudent(page);
      assertThat(second).isNotEqualTo(first);
      page.keyboard().press("ArrowUp");
      assertThat(focusedStudent(page)).isEqualTo(first);
      assertThat(page.locator(".tiles a[tabindex='0']").count()).isEqualTo(1);
    }
  }

  private static String focusedStudent(Page page) {
    return (String) page.evaluate("() => document.activeElement.dataset.student");
  }

  private static void tabUntil(Page page, String selector) {
    for (int i = 0; i < 40; i++) {
      page.keyboard().press("Tab");
      if ((boolean)
          page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
        return;
      }
    }
    throw new AssertionError("the Tab key never comes to " + selector);
  }

  private String demo() {
    return stack.coordinatorUrl() + "/?demo";
  }

  private static void shown(Page page, String address) {
    page.evaluate("address => (location.hash = address)", "#/" + address);
    page.locator("main h1").first().waitFor();
    page.waitForFunction("() => !document.querySelector('main [role=status]')");
  }

  private static void complaints(Page page, String where, List<String> found) {
    Axe.violations(page).forEach(it -> found.add(where + ": " + it));
  }
}
