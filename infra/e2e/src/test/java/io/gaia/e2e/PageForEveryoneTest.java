package io.gaia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page for people who see little or nothing, use no mouse, read from right to left, or have a
 * phone.
 */
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
  void axeFindsNothingOnAnyViewInLightAndDarkAndBothDirections() {
    List<String> found = new ArrayList<>();
    try (TeacherBrowser browser = new TeacherBrowser()) {
      for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        for (String language : List.of("en", "ar")) {
          Page page = browser.open(demo(), 1024, 768, colours, language);
          String where = colours + " " + language + " ";
          VIEWS.forEach(
              (name, address) -> {
                shown(page, address);
                complaints(page, where + name, found);
              });
          for (String dialog :
              List.of(".tools button:nth-child(1)", ".tools button:nth-child(2)")) {
            page.locator(dialog).click();
            page.locator("dialog.panel[open]").waitFor();
            complaints(page, where + "dialog", found);
            page.keyboard().press("Escape");
          }
          shown(page, "alerts");
          page.locator("button[data-act=help]").first().click();
          complaints(page, where + "form", found);
          page.context().close();
        }
        Page list = browser.open(demo(), 1024, 768, colours, "en");
        list.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("List")).click();
        complaints(list, colours + " list", found);
        Page signIn = browser.open(stack.coordinatorUrl(), 1024, 768, colours, "en");
        signIn.locator("form").waitFor();
        complaints(signIn, colours + " sign-in", found);
        Page admin = browser.open(ClassPage.url(stack, "axe-c", "admin"), 1024, 768, colours, "en");
        new ClassPage(admin).awaitLive().show("admin");
        admin.locator("#locks-title").waitFor();
        complaints(admin, colours + " admin", found);
      }
      assertThat(browser.complaints()).isEmpty();
    }
    assertThat(found).isEmpty();
  }

  @Test
  void everyViewIsKeptAsAPictureAndNeverWiderThanTheScreen() {
    CoordinationScene.make(stack);
    try (TeacherBrowser browser = new TeacherBrowser()) {
      for (int width : List.of(360, 1024, 1920)) {
        int height = width == 360 ? 800 : width == 1024 ? 768 : 1080;
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          Page page = browser.open(demo(), width, height, colours, "en");
          VIEWS.forEach((name, address) -> picture(page, address, name, width, colours));
          Page arabic = browser.open(demo(), width, height, colours, "ar");
          picture(arabic, "", "class-ar", width, colours);
          Page admin =
              browser.open(ClassPage.url(stack, "axe-c", "admin"), width, height, colours, "en");
          new ClassPage(admin).awaitLive();
          picture(admin, "admin", "admin", width, colours);
          page.context().close();
          arabic.context().close();
          admin.context().close();
        }
      }
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void picture(
      Page page, String address, String name, int width, ColorScheme colours) {
    shown(page, address);
    if (address.equals("admin")) {
      page.locator("#locks-title").waitFor();
    }
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
  void aTeacherWithoutAMouseHelpsUndoesAndSees() {
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
      page.keyboard().press("a");
      assertThat(lesson.card(student).locator(".seen")).isVisible();
      assertThat(browser.complaints()).isEmpty();
    }
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
