package io.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule finds what a small broken house does wrong, and nothing else. */
class HouseRulesTest {
  private static final String BROKEN = "io.weir.architecture.broken";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(BROKEN);

  private final HouseRules rules = new HouseRules(BROKEN);

  @Test
  void findsALeafThatSeesAnother() {
    var violations = violations(rules.leavesAreAlone());

    assertThat(violations).isNotEmpty().allMatch(it -> mentions(it, "vrrp.Router", "lvs.Table"));
  }

  @Test
  void findsWhatSeesAKernelModuleOutsideMain() {
    var violations = violations(List.of(rules.onlyMainSeesTheKernelModules()));

    assertThat(violations).isNotEmpty().allMatch(it -> mentions(it, "health.Probe", "lvs.Table"));
  }

  @Test
  void findsFeaturesThatSeeEachOtherButForTheWrittenExceptions() {
    var violations = violations(rules.featuresStandAlone());

    assertThat(violations)
        .anyMatch(it -> mentions(it, "cache.Entry", "limit.Bucket"))
        .anyMatch(it -> mentions(it, "health.Probe", "lvs.Table"))
        .noneMatch(it -> mentions(it, "balance.Choice", "health.Probe"));
  }

  @Test
  void findsALibraryOutsideItsFence() {
    var violations = violations(rules.librariesStayBehindTheirFences());

    assertThat(violations).isNotEmpty().allMatch(it -> mentions(it, "cache.Entry", "io.netty"));
  }

  @Test
  void findsACycleOfPackages() {
    var violations = violations(List.of(rules.packagesHaveNoCycles()));

    assertThat(violations)
        .singleElement()
        .matches(it -> mentions(it, "proxy.cache", "proxy.limit"));
  }

  @Test
  void findsEveryKindOfLock() {
    var violations = violations(List.of(rules.requestPathTakesNoLock()));

    assertThat(violations)
        .anyMatch(it -> mentions(it, "limit.Bucket", "synchronized method 'first'"))
        .anyMatch(it -> mentions(it, "limit.Bucket", "synchronized block in 'second'"))
        .anyMatch(it -> mentions(it, "limit.Bucket", "ReentrantLock"))
        .allMatch(it -> it.contains("limit.Bucket"));
  }

  @Test
  void findsAPackageThatIsNotNullMarked() {
    var violations = violations(List.of(rules.packagesAreNullMarked()));

    assertThat(violations).anyMatch(it -> it.contains("lvs.Table"));
  }

  private static List<String> violations(Collection<ArchRule> rules) {
    return rules.stream()
        .flatMap(rule -> rule.evaluate(CLASSES).getFailureReport().getDetails().stream())
        .toList();
  }

  private static boolean mentions(String text, String one, String other) {
    return text.contains(one) && text.contains(other);
  }
}
