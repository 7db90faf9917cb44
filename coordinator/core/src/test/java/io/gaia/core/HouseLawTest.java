package io.gaia.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What makes every replica decide alike, and the house readable. */
class HouseLawTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final int MOST_LINES = 300;

  /** The list of all task events is one family; half of its lines are braces. */
  private static final List<String> LISTS = List.of("TaskEvent.java");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.gaia.core");

  @Test
  void coreStandsOnTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.gaia.core..")
        .check(CORE);
  }

  @Test
  void coreDoesNoInputAndOutputAndHasNoThreads() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent..", "java.sql..")
        .because("what the core knows comes in with a command")
        .check(CORE);
  }

  @Test
  void valuesDoNotKnowTheRules() {
    noClasses()
        .that()
        .resideInAnyPackage("..model..", "..map..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.gaia.core", "..command..", "..event..")
        .check(CORE);
    slices().matching("io.gaia.core.(model|map)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void nothingDependsOnTheClockOnChanceOrOnHashOrder() {
    List<String> forbidden =
        List.of(
            "Instant.now(",
            "System.nanoTime",
            "System.currentTimeMillis",
            "UUID.randomUUID",
            "java.util.Random",
            "new Random",
            "Math.random",
            "Thread",
            "HashMap",
            "HashSet",
            " Map.of(",
            "(Map.of(",
            " Set.of(",
            "(Set.of(",
            "identityHashCode",
            "parallelStream",
            "double ",
            "float ");
    eachFile(
        (path, text) -> {
          for (String word : forbidden) {
            assertThat(text.contains(word)).as("%s has %s", path, word).isFalse();
          }
        });
  }

  @Test
  void filesStaySmall() {
    eachFile(
        (path, text) -> {
          if (!LISTS.contains(path.getFileName().toString())) {
            assertThat(text.lines().count()).as(path.toString()).isLessThanOrEqualTo(MOST_LINES);
          }
        });
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
        .because("such a name says nothing")
        .check(CORE);
  }

  private interface FileCheck {
    void check(Path path, String text);
  }

  private static void eachFile(FileCheck check) {
    try (Stream<Path> files = Files.walk(MAIN)) {
      List<Path> sources = files.filter(path -> path.toString().endsWith(".java")).toList();
      assertThat(sources).hasSizeGreaterThan(50);
      for (Path source : sources) {
        check.check(source, Files.readString(source));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
