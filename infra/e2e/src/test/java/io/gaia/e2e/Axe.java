package io.gaia.e2e;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe-core finds wrong with a page for people who use a screen reader or need contrast. */
final class Axe {

  private static final String SCRIPT = read("/axe.min.js");

  private Axe() {}

  /** Every violation with its first place; empty when there is none. */
  @SuppressWarnings("unchecked")
  static List<String> violations(Page page) {
    if (!(boolean) page.evaluate("() => 'axe' in window")) {
      page.evaluate(SCRIPT + "; undefined");
    }
    return (List<String>)
        page.evaluate(
            """
            async () => (await axe.run({ resultTypes: ["violations"] })).violations.map((it) =>
              `${it.id}: ${it.help}: ${it.nodes.map((n) => n.html + " " + n.failureSummary).slice(0, 2).join(" | ")}`)
            """);
  }

  private static String read(String resource) {
    try (InputStream script = Axe.class.getResourceAsStream(resource)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
