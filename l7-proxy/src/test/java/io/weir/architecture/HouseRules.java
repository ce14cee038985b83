package io.weir.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Who may import whom, as rules over the packages below a root: {@code io.weir}, or a small broken
 * house that shows each rule at work. Every exception is written here and nowhere else. Empty
 * packages are fine, so that a rule stands before the code that it is about.
 */
final class HouseRules {
  /** The modules that know nothing of each other, nor of the proxy above them. */
  private static final List<String> LEAVES = List.of("dsl", "lvs", "vrrp");

  private static final List<String> FEATURES =
      List.of(
          "route",
          "acl",
          "limit",
          "cache",
          "balance",
          "health",
          "upstream",
          "compress",
          "rewrite",
          "auth",
          "log",
          "metric",
          "files",
          "shield");

  /**
   * What every feature may see of Weir, beside itself. An address must mean the same to routing,
   * access rules and limits, so how it is read and what sets it is in is written once, beside them.
   */
  private static final List<String> SEEN_BY_FEATURES =
      List.of(
          "proxy.exchange..",
          "proxy.filter..",
          "proxy.failure..",
          "proxy.semantics..",
          "proxy.address..",
          "dsl.model..");

  /**
   * One way, feature to what else it may see. An upstream connection speaks HTTP, so the terminal
   * step sees the wire codecs, which are written once for both sides.
   */
  private static final Map<String, List<String>> EXCEPTIONS =
      Map.of(
          "upstream", List.of("proxy.balance..", "proxy.http1..", "proxy.http2.."),
          "balance", List.of("proxy.health.."));

  /** Cache and compression handle octets in buffers, and have nothing to do with channels. */
  private static final String NETTY_BUT_BUFFERS =
      "io.netty.[bootstrap|channel|handler|resolver|util]..";

  /** Library packages to the packages of Weir that may use them. */
  private static final Map<String, List<String>> FENCES =
      Map.ofEntries(
          entry(
              "io.netty..",
              proxy(
                  "listen",
                  "http1",
                  "http2",
                  "upstream",
                  "exchange",
                  "files",
                  "drain",
                  "cache",
                  "compress")),
          entry(
              NETTY_BUT_BUFFERS,
              proxy("listen", "http1", "http2", "upstream", "exchange", "files", "drain")),
          entry("com.github.benmanes.caffeine..", proxy("cache", "limit", "auth")),
          entry("org.jose4j..", proxy("auth")),
          entry("org.bouncycastle..", proxy("auth")),
          entry("org.apache.commons.codec..", proxy("auth")),
          entry("io.github.bucket4j..", proxy("limit")),
          entry("com.maxmind..", proxy("acl")),
          entry("io.lettuce..", proxy("limit")),
          entry("io.micrometer..", proxy("metric", "admin")),
          entry("io.prometheus..", proxy("metric", "admin")),
          entry("jnr..", List.of("lvs.libc..", "vrrp.libc..")));

  /** May pass every fence: {@code weir version} names the Netty that it runs on. */
  private static final String PASS = "io.weir.main.Version";

  /**
   * Not on the request path: a configuration is read, files are looked at, and the admin port
   * answers, on the side.
   */
  private static final List<String> OFF_THE_PATH =
      List.of("proxy.config..", "proxy.admin..", "proxy.watch..");

  private final String root;

  HouseRules(String root) {
    this.root = root;
  }

  List<ArchRule> leavesAreAlone() {
    return LEAVES.stream()
        .map(leaf ->
            noClasses()
                .that(resideInAPackage(in(leaf + "..")))
                .should()
                .dependOnClassesThat(
                    resideInAPackage(in(".")).and(not(resideInAPackage(in(leaf + "..")))))
                .as("'" + leaf + "' sees nothing of Weir but itself")
                .allowEmptyShould(true))
        .map(ArchRule.class::cast)
        .toList();
  }

  ArchRule onlyMainSeesTheKernelModules() {
    return noClasses()
        .that(resideInAPackage(in(".")))
        .and(not(resideInAnyPackage(in("main.."), in("lvs.."), in("vrrp.."))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(in("lvs.."), in("vrrp..")))
        .as("only 'main' sees 'lvs' and 'vrrp'")
        .allowEmptyShould(true);
  }

  List<ArchRule> featuresStandAlone() {
    var rules = new ArrayList<ArchRule>();
    for (String feature : FEATURES) {
      var own = "proxy." + feature + "..";
      var exceptions = EXCEPTIONS.getOrDefault(feature, List.of());
      var seen =
          Stream.of(Stream.of(own), SEEN_BY_FEATURES.stream(), exceptions.stream())
              .flatMap(names -> names)
              .map(this::in)
              .toArray(String[]::new);
      rules.add(
          noClasses()
              .that(resideInAPackage(in(own)))
              .should()
              .dependOnClassesThat(resideInAPackage(in(".")).and(not(resideInAnyPackage(seen))))
              .as("feature '" + feature + "' sees of Weir only " + String.join(", ", seen))
              .allowEmptyShould(true));
    }
    return rules;
  }

  List<ArchRule> librariesStayBehindTheirFences() {
    var rules = new ArrayList<ArchRule>();
    FENCES.forEach((library, allowed) -> {
      var inside = allowed.stream().map(this::in).toArray(String[]::new);
      rules.add(
          noClasses()
              .that(resideInAPackage(in(".")))
              .and(not(resideInAnyPackage(inside)))
              .and()
              .doNotHaveFullyQualifiedName(PASS)
              .should()
              .dependOnClassesThat(resideInAPackage(library))
              .as("'" + library + "' is used only in " + String.join(", ", inside))
              .allowEmptyShould(true));
    });
    return rules;
  }

  ArchRule packagesHaveNoCycles() {
    return SlicesRuleDefinition.slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .as("packages have no cycles")
        .allowEmptyShould(true);
  }

  ArchRule requestPathTakesNoLock() {
    return classes()
        .that(resideInAPackage(in("proxy..")))
        .and(not(resideInAnyPackage(OFF_THE_PATH.stream().map(this::in).toArray(String[]::new))))
        .should(takeNoLock())
        .as("the request path takes no lock")
        .allowEmptyShould(true);
  }

  ArchRule packagesAreNullMarked() {
    return classes()
        .that(resideInAPackage(in(".")))
        .should(liveInANullMarkedPackage())
        .as("every package is @NullMarked")
        .allowEmptyShould(true);
  }

  private static ArchCondition<JavaClass> takeNoLock() {
    return new ArchCondition<>("take no lock") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (String lock : Locks.in(type)) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " " + lock));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return new ArchCondition<>("live in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        var info = type.getPackage().tryGetPackageInfo();
        if (info.filter(it -> it.isAnnotatedWith(NullMarked.class)).isEmpty()) {
          var message = type.getName() + " lives in a package without @NullMarked";
          events.add(SimpleConditionEvent.violated(type, message));
        }
      }
    };
  }

  private static List<String> proxy(String... names) {
    return Stream.of(names).map(name -> "proxy." + name + "..").toList();
  }

  /** A package below the root; {@code "."} is the root with all below it. */
  private String in(String name) {
    return name.equals(".") ? root + ".." : root + "." + name;
  }
}
