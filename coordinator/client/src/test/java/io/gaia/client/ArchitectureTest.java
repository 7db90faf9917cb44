package io.gaia.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLIENT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.gaia.client");

  @Test
  void theSimulationKnowsItsPlanAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("io.gaia.client.simulation..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.gaia.client.simulation..",
            "io.gaia.schemas.event..",
            "com.fasterxml.jackson.databind..",
            "java.lang..",
            "java.util..",
            "java.time..")
        .because("equal plans give equal events: no clock, file, network or thread")
        .check(CLIENT);
  }

  @Test
  void timeComesInAsDataInReplayAndSimulation() {
    noClasses()
        .that()
        .resideInAnyPackage("io.gaia.client.simulation..", "io.gaia.client.replay..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class)
        .check(CLIENT);
  }

  @Test
  void commandsAreOnTopAndNothingDependsOnThem() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.gaia.client.auth..",
            "io.gaia.client.coordination..",
            "io.gaia.client.http..",
            "io.gaia.client.kafka..",
            "io.gaia.client.replay..",
            "io.gaia.client.simulation..",
            "io.gaia.client.terminal..",
            "io.gaia.client.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.gaia.client.command..")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLIENT);
  }

  @Test
  void filesStaySmall() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readAllLines(file))
                      .as("%s", file)
                      .hasSizeLessThanOrEqualTo(320));
    }
  }
}
