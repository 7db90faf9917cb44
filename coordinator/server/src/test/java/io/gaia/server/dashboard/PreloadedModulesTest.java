package io.gaia.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A browser asks at once for every module of the first view, not one after the other. */
class PreloadedModulesTest {

  private static final Path PAGE = Path.of("src/main/resources/dashboard");
  private static final Pattern IMPORT =
      Pattern.compile("(?:from|import) \"((?:\\.|/lib/)[^\"]+\\.js)\"");
  private static final Pattern PRELOADED =
      Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\"");

  @Test
  void thePageNamesTheModulesThatItsFirstViewReachesAndNoOther() throws IOException {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(Set.of("main.js", "channel/server.js"));
    while (!next.isEmpty()) {
      String module = next.pop();
      if (reached.add(module) && !module.startsWith("/lib/")) {
        Path file = PAGE.resolve(module);
        for (String imported : found(IMPORT, Files.readString(file))) {
          next.push(
              imported.startsWith("/lib/")
                  ? imported
                  : PAGE.relativize(file.resolveSibling(imported).normalize()).toString());
        }
      }
    }
    reached.remove("main.js");

    assertThat(new TreeSet<>(found(PRELOADED, Files.readString(PAGE.resolve("index.html")))))
        .isEqualTo(reached);
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }
}
