package io.weir.proxy.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.proxy.exchange.Octets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  private static boolean matches(String pattern, String url) {
    return Glob.of(pattern).matches(Octets.of(url), url.length());
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.test/x, https://a.test/x, true",
    "https://a.test/x, https://a.test/xy, false",
    "https://a.test/x, https://a.test/, false",
    "https://a.test/*.css, https://a.test/a.css, true",
    "https://a.test/*.css, https://a.test/.css, true",
    "https://a.test/*.css, https://a.test/b/a.css, false",
    "https://a.test/**.css, https://a.test/b/c/a.css, true",
    "https://a.test/**/a.css, https://a.test/b/c/a.css, true",
    "https://a.test/**/a.css, https://a.test/a.css, false",
    "https://*.test/x, https://a.b.test/x, true",
    "https://*.test/x, https://a/b.test/x, false",
    "*://a.test/**, http://a.test/, true",
    "*://a.test/**, https://a.test/b/c?d=/e, true",
    "https://a.test/*.css, https://a.test/a.css?v=1/2, true",
    "https://a.test/a?v=*, https://a.test/a?v=1, true",
    "https://a.test/a?v=*, https://a.test/a, false",
    "https://a.test/\\*, https://a.test/*, true",
    "https://a.test/\\*, https://a.test/x, false",
    "https://a.test/a*b*c, https://a.test/aXbYbZc, true",
    "https://a.test/a*b*c, https://a.test/aXcYbZ, false",
    "**, anything/at/all, true",
    "***, anything/at/all, true"
  })
  void matchesAsItIsWritten(String pattern, String url, boolean expected) {
    assertThat(matches(pattern, url)).isEqualTo(expected);
  }

  @Property
  void agreesWithARegularExpression(
      @ForAll("patterns") String pattern, @ForAll("urls") String url) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        regex.append(
            pattern.charAt(i) == '*' ? "[^/]*" : Pattern.quote(pattern.substring(i, i + 1)));
      }
    }
    var seen =
        pattern.contains("?") || !url.contains("?") ? url : url.substring(0, url.indexOf('?'));

    assertThat(matches(pattern, url)).isEqualTo(seen.matches(regex.toString()));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab/*?").ofMaxLength(10);
  }

  @Provide
  Arbitrary<String> urls() {
    return Arbitraries.strings().withChars("ab/?").ofMaxLength(12);
  }

  @Test
  void takesItsTimeAtMostForThePatternThatIsHardest() {
    var pattern = "**a".repeat(Glob.LONGEST / 3);
    var url = "a".repeat(8000) + "b";

    var start = System.nanoTime();
    assertThat(matches(pattern, url)).isFalse();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void refusesWhatIsTooLongOrEscapesNothing() {
    for (var bad : List.of("\\", "\\a", "x\\\\*")) {
      assertThatThrownBy(() -> Glob.of(bad)).hasMessageContaining("backslash");
    }
    assertThatThrownBy(() -> Glob.of("x".repeat(Glob.LONGEST + 1)))
        .hasMessage("found a pattern of 1025 octets; expected at most 1024");
  }
}
