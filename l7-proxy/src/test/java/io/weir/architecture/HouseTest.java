package io.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Weir's own classes keep the rules of the house. */
class HouseTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.weir");

  private final HouseRules rules = new HouseRules("io.weir");

  /** Without this the rules below would hold over nothing at all. */
  @Test
  void seesTheClassesOfEveryModule() {
    assertThat(CLASSES)
        .extracting(type -> type.getPackageName())
        .contains("io.weir.main", "io.weir.proxy.exchange", "io.weir.dsl.model")
        .contains("io.weir.lvs", "io.weir.vrrp")
        .noneMatch(name -> name.startsWith("io.weir.architecture"));
  }

  @Test
  void leavesKnowNothingOfEachOther() {
    rules.leavesAreAlone().forEach(rule -> rule.check(CLASSES));
  }

  @Test
  void onlyMainSeesTheKernelModules() {
    rules.onlyMainSeesTheKernelModules().check(CLASSES);
  }

  @Test
  void featuresSeeNeitherConfigNorEachOther() {
    rules.featuresStandAlone().forEach(rule -> rule.check(CLASSES));
  }

  @Test
  void librariesStayBehindTheirFences() {
    rules.librariesStayBehindTheirFences().forEach(rule -> rule.check(CLASSES));
  }

  @Test
  void packagesHaveNoCycles() {
    rules.packagesHaveNoCycles().check(CLASSES);
  }

  @Test
  void requestPathTakesNoLock() {
    rules.requestPathTakesNoLock().check(CLASSES);
  }

  @Test
  void packagesAreNullMarked() {
    rules.packagesAreNullMarked().check(CLASSES);
  }
}
