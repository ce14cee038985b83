package io.weir.dsl.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ShadowsPropertiesTest {
  private static final List<String> SEGMENTS =
      List.of("a", "b", "ab", "*", "a*", "*b", "*a*", "{x}");

  @Property(tries = 3000)
  void aRouteCalledUnreachableMatchesNoPathThatTheEarlierDoesNot(
      @ForAll("patterns") String earlier, @ForAll("patterns") String later) {
    var isShadowed = isShadowed(earlier, later);

    for (var path : paths()) {
      boolean isEscaping = matches(later, path) && !matches(earlier, path);

      assertThat(isShadowed && isEscaping)
          .as("%s is called unreachable behind %s but matches %s", later, earlier, path)
          .isFalse();
    }
  }

  @Property(tries = 1000)
  void aRouteIsUnreachableBehindItself(@ForAll("patterns") String pattern) {
    assertThat(isShadowed(pattern, pattern)).isTrue();
    assertThat(isShadowed("/**", pattern)).isTrue();
  }

  private static boolean isShadowed(String earlier, String later) {
    var text =
        "weir 1\nlisten :80\nhost * {\n  route %s { respond 200 }\n  route %s { respond 200 }\n}\n"
            .formatted(earlier, later);
    return switch (WeirFile.read(new Source("two.weir", text), SourceLoader.none())) {
      case Reading.Accepted _ -> false;
      case Reading.Rejected(var errors) -> {
        assertThat(errors).extracting(error -> error.code()).containsOnly(Code.UNREACHABLE_ROUTE);
        yield true;
      }
    };
  }

  /**
   * Says the same as docs/language.md, segment by segment, and so slowly that it is plainly right.
   */
  private static boolean matches(String pattern, String path) {
    var wanted = List.of(pattern.substring(1).split("/", -1));
    var found = List.of(path.substring(1).split("/", -1));
    boolean rest = wanted.getLast().equals("**");
    int fixed = wanted.size() - (rest ? 1 : 0);
    if (rest ? found.size() <= fixed : found.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      if (!segmentMatches(wanted.get(i), found.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean segmentMatches(String wanted, String found) {
    if (Set.of("*", "{x}").contains(wanted)) {
      return !found.isEmpty();
    }
    return found.matches(wanted.replace("*", "[ab]*"));
  }

  private static List<String> paths() {
    var segments = List.of("", "a", "b", "ab", "ba", "aab", "bab");
    var paths = new ArrayList<String>();
    for (var first : segments) {
      paths.add("/" + first);
      for (var second : segments) {
        paths.add("/" + first + "/" + second);
        if (!second.isEmpty()) {
          paths.add("/" + first + "/" + second + "/");
        }
      }
    }
    return paths;
  }

  @Provide
  Arbitrary<String> patterns() {
    var last = Arbitraries.of("", "/", "/**");
    return Arbitraries.of(SEGMENTS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(2)
        .filter(list -> list.indexOf("{x}") == list.lastIndexOf("{x}"))
        .map(list -> "/" + String.join("/", list))
        .flatMap(path -> last.map(end -> path + end));
  }
}
