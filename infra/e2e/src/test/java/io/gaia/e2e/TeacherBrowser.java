package io.gaia.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, driven as a teacher would. What a page's scripts complain of is kept. */
final class TeacherBrowser implements AutoCloseable {

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  TeacherBrowser() {
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  Page open(String url, int width, int height) {
    return open(url, width, height, ColorScheme.LIGHT, "en-GB");
  }

  /** A browser of its own, as of another person: it shares no storage with the others. */
  Page open(String url, int width, int height, ColorScheme colours, String language) {
    BrowserContext person =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setLocale(language)
                .setReducedMotion(ReducedMotion.REDUCE));
    Page page = person.newPage();
    page.onPageError(complaints::add);
    page.navigate(url);
    return page;
  }

  /** Errors that no script caught, of all pages. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Keeps a picture under {@code target/screenshots}. */
  static void keepPicture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
