package io.gaia.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/security.md} names are there. */
class SecurityDocumentTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z]+(?:Test|Contract))(?:#([A-Za-z]+))?`");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, Path> tests = tests();
    List<MatchResult> named =
        NAMED.matcher(Files.readString(ROOT.resolve("docs/security.md"))).results().toList();
    assertThat(named).hasSizeGreaterThan(50);
    assertThat(named)
        .allSatisfy(
            name -> {
              assertThat(tests).as(name.group()).containsKey(name.group(1));
              Optional.ofNullable(name.group(2))
                  .ifPresent(
                      method ->
                          assertThat(text(tests.get(name.group(1))))
                              .as(name.group())
                              .contains("void " + method + "("));
            });
  }

  private static Map<String, Path> tests() throws IOException {
    try (Stream<Path> modules = Stream.of("coordinator", "schemas", "infra").map(ROOT::resolve)) {
      return modules
          .flatMap(SecurityDocumentTest::sources)
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (one, other) -> one));
    }
  }

  private static Stream<Path> sources(Path module) {
    try (Stream<Path> files = Files.walk(module)) {
      return files
          .filter(file -> file.toString().contains("src/test/java"))
          .filter(file -> file.toString().endsWith(".java"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
