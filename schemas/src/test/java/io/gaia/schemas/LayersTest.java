package io.gaia.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {

  private static final JavaClasses SCHEMAS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.gaia.schemas");

  @Test
  void schemasStandOnTheJdkAndTheirCodecs() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "io.gaia.schemas..", "com.fasterxml.jackson..", "com.google.protobuf..")
        .because("every other module stands on schemas, and would get what schemas drag in")
        .check(SCHEMAS);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.gaia.schemas.(*)..").should().beFreeOfCycles().check(SCHEMAS);
  }
}
