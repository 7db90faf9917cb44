package io.gaia.flink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The layers of the jobs, with the reason beside each rule. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.gaia.flink");

  @Test
  void theScoringStandsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("..detection.model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.gaia.flink.detection.model..")
        .because("the job, the tests and the evaluation on real data share it")
        .check(CLASSES);
  }

  @Test
  void theScoringHasNoClockAndNoChance() {
    noClasses()
        .that()
        .resideInAPackage("..detection.model..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .because("time is data, and a replay must decide the same")
        .check(CLASSES);
  }

  @Test
  void jobsDoNotKnowTheCoordinator() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.gaia.server..", "io.gaia.core..", "io.gaia.client..")
        .because("they meet at the topics")
        .check(CLASSES);
  }

  @Test
  void onlyTheWriterKnowsTheDatabase() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..flink.writer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
        .because("alerts must reach teachers while the database is down")
        .check(CLASSES);
  }

  @Test
  void thePackagesHaveNoCycles() {
    slices().matching("io.gaia.flink.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
