package io.gaia.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the page says stands in its message files: all of it, in every language, and nothing else.
 */
class MessageFilesTest {

  private static final Path PAGE = Path.of("src/main/page");

  /** The plural forms that a language has. */
  private static final Map<String, Set<String>> FORMS =
      Map.of(
          "en", Set.of("one", "other"),
          "ar", Set.of("zero", "one", "two", "few", "many", "other"));

  private static final Pattern KEY = Pattern.compile("say\\(\\s*\"([^\"]+)\"");
  private static final Pattern COMPUTED = Pattern.compile("`([a-z.-]+\\.)\\$\\{");
  private static final Pattern TEXT_IN_TEMPLATE = Pattern.compile(">\\s*[A-Z][a-z]+ [a-z]+");
  private static final Pattern HOLE = Pattern.compile("\\{[\\w-]+}");

  private static JsonNode messages(String language) {
    return new ObjectMapper().valueToTree(read(PAGE.resolve("messages/" + language + ".json")));
  }

  private static Map<?, ?> read(Path file) {
    try {
      return new ObjectMapper().readValue(Files.readAllBytes(file), Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String code() throws IOException {
    try (Stream<Path> files = Files.walk(PAGE)) {
      return files
          .filter(file -> file.toString().endsWith(".js"))
          .map(MessageFilesTest::text)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> keys(JsonNode messages) {
    Set<String> keys = new TreeSet<>();
    messages.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void everyLanguageSaysEverythingInAllItsPluralForms() {
    JsonNode english = messages("en");
    FORMS.forEach(
        (language, forms) -> {
          JsonNode messages = messages(language);
          assertThat(keys(messages)).as(language).isEqualTo(keys(english));
          messages
              .fields()
              .forEachRemaining(
                  message -> {
                    assertThat(message.getValue().isObject())
                        .as("%s %s is plural as in English", language, message.getKey())
                        .isEqualTo(english.get(message.getKey()).isObject());
                    if (message.getValue().isObject()) {
                      assertThat(keys(message.getValue()))
                          .as(language + " " + message.getKey())
                          .isEqualTo(new TreeSet<>(forms));
                    }
                  });
        });
  }

  @Test
  void everyLanguageFillsTheSameHoles() {
    JsonNode english = messages("en");
    JsonNode arabic = messages("ar");
    for (String key : keys(english)) {
      assertThat(holes(last(arabic.get(key)))).as(key).isEqualTo(holes(last(english.get(key))));
    }
  }

  private static String last(JsonNode message) {
    return message.isObject() ? message.get("other").asText() : message.asText();
  }

  private static Set<String> holes(String text) {
    return HOLE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  void thePageSaysOnlyWhatStandsInTheFilesAndTheFilesHoldOnlyWhatItSays() throws IOException {
    String code = code();
    Set<String> known = keys(messages("en"));
    Set<String> said = matches(KEY, code);
    assertThat(known).containsAll(said);

    Set<String> families = matches(COMPUTED, code);
    Set<String> unsaid = new LinkedHashSet<>(known);
    unsaid.removeIf(
        key -> code.contains("\"" + key + "\"") || families.stream().anyMatch(key::startsWith));
    unsaid.remove("language.name");
    // a dialog's name is the beginning of its title
    unsaid.removeIf(key -> key.equals("settings.title") || key.equals("shortcuts.title"));
    assertThat(unsaid).isEmpty();
  }

  @Test
  void noTextStandsInATemplate() throws IOException {
    assertThat(matches(TEXT_IN_TEMPLATE, code())).isEmpty();
  }

  private static Set<String> matches(Pattern pattern, String code) {
    return pattern
        .matcher(code)
        .results()
        .map(found -> found.groupCount() > 0 ? found.group(1) : found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
