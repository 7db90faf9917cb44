package io.gaia.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import io.gaia.server.auth.Caller;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house's laws for the server. */
class ArchitectureTest {

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.gaia.server");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.gaia.server.(*)..").should().beFreeOfCycles().check(SERVER);
  }

  @Test
  void onlyTheCompositionRootKnowsEveryPart() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.gaia.server.app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.gaia.server.app..")
        .because("parts are given what they need; they do not look it up")
        .check(SERVER);
  }

  @Test
  void theServerStandsOnCoreAndSchemasAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.gaia.client..", "io.gaia.flink..", "io.gaia.local..")
        .check(SERVER);
  }

  @Test
  void settingsAreValuesThatEveryPartMayTake() {
    classes()
        .that()
        .resideInAPackage("io.gaia.server.config..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.gaia.server.config..", "java..", "jakarta.validation..", "com.fasterxml..")
        .check(SERVER);
  }

  @Test
  void everyRouteSaysWhoMayCallIt() {
    methods()
        .that(
            new DescribedPredicate<JavaMethod>("are routes") {
              @Override
              public boolean test(JavaMethod method) {
                return method.getAnnotations().stream()
                    .anyMatch(each -> each.getRawType().isAnnotatedWith(HttpMethod.class));
              }
            })
        .and()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(Path.class)
        .should()
        .beAnnotatedWith(RolesAllowed.class)
        .orShould()
        .beAnnotatedWith(PermitAll.class)
        .orShould()
        .beDeclaredInClassesThat()
        .areAnnotatedWith(RolesAllowed.class)
        .orShould(
            ArchCondition.from(
                DescribedPredicate.describe(
                    "take the caller",
                    method ->
                        method.getRawParameterTypes().stream()
                            .anyMatch(type -> type.isEquivalentTo(Caller.class)))))
        .because("a route that asks for neither roles nor a caller is open to everyone")
        .check(SERVER);
  }

  @Test
  void theWallClockComesInAsAValue() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("tests give time as a value: InstantSource")
        .check(SERVER);
  }

  @Test
  void filesStaySmall() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.walk(java.nio.file.Path.of("src/main/java"))) {
      List<String> large =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> lines(file) > 400)
              .map(java.nio.file.Path::toString)
              .toList();
      assertThat(large).isEmpty();
    }
  }

  private static long lines(java.nio.file.Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
