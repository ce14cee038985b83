package io.weir.proxy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          max-age=3600                             | 3600
          MaX-aGe=3600                             | 3600
          foobar, max-age=3600                     | 3600
          foobar=1,,max-age=3600 ,                 | 3600
          max-age=003600                           | 3600
          max-age="3600"                           | 3600
          max-age="36\\00"                         | 3600
          max-age=99999999999                      | 2147483648
          max-age=1800, max-age=1                  | 1800
          max-age=1, max-age=1800                  | 1
          extension="max-age=3600", max-age=1      | 1
          max-age=1, extension="max-age=3600"      | 1
          extension="a\\", max-age=3600", max-age=1 | 1
          max-age='3600'                           | 0
          max-age=3600.5                           | 0
          max-age=-3600                            | 0
          max-age=a3600                            | 0
          max-age=3600a                            | 0
          max-age= 3600                            | 0
          max-age =3600                            | 0
          max-age=                                 | 0
          max-age                                  | 0
          xmax-age=3600                            | -1
          s-maxage=3600                            | -1
          """)
  void readsMaxAgeAndTakesWhatItDoesNotUnderstandForNone(String value, long seconds) {
    var directives = CacheControl.ofResponse(Lines.of("Cache-Control: " + value));

    assertThat(directives.maxAge()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-store",
        "No-StOrE",
        "x=\"unclosed, no-store",
        "max-age=1 x, no-store",
        ",,no-store,,",
        "no-store=yes",
        "no-store x"
      })
  void findsNoStoreWhateverStandsAround(String value) {
    var directives = CacheControl.ofResponse(Lines.of("Cache-Control: " + value));

    assertThat(directives.has(Directive.NO_STORE)).isTrue();
  }

  @Test
  void takesLinesForOneList() {
    var lines = Lines.of("Cache-Control: max-age=3600", "Cache-Control: s-maxage=1");

    var directives = CacheControl.ofResponse(lines);

    assertThat(directives.maxAge()).isEqualTo(3600);
    assertThat(directives.sharedMaxAge()).isEqualTo(1);
  }

  @Test
  void readsTheFieldsThatPrivateAndNoCacheList() {
    var directives =
        CacheControl.ofResponse(
            Lines.of("Cache-Control: no-cache=\"A, b\", private=\"Set-Cookie\""));

    assertThat(directives.unvalidatedFields()).containsExactly("a", "b");
    assertThat(directives.privateFields()).containsExactly("set-cookie");
    assertThat(directives.isNoCache()).isFalse();
    assertThat(directives.isPrivate()).isFalse();
  }

  @Test
  void takesTheWholeForPrivateIfItIsSaidBothWays() {
    var directives = CacheControl.ofResponse(Lines.of("Cache-Control: private=\"a\", private"));

    assertThat(directives.isPrivate()).isTrue();
  }

  @Test
  void takesMaxStaleWithoutArgumentForAny() {
    var asked = CacheControl.ofRequest(Lines.of("Cache-Control: max-stale"));

    assertThat(asked.maxStale()).isEqualTo(CacheControl.ANY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          max-age=100                        | 100
          max-age=100;x=1                    | 100
          foobar, max-age=100                | 100
          a=(1 2 "x");y, b=:YQ==:, max-age=7 | 7
          c=@1659578233, d=%"a", max-age=7   | 7
          max-age=1, max-age=2               | 2
          max-age=99999999999                | 2147483648
          max-age="100"                      | -1
          max-age=1.5                        | -1
          max-age=-1                         | -1
          max-age                            | -1
          """)
  void readsATargetedFieldAsADictionary(String value, long seconds) {
    var directives =
        CacheControl.ofResponse(
            Lines.of("Cache-Control: no-store, max-age=5", "CDN-Cache-Control: " + value));

    assertThat(directives.isTargeted()).isTrue();
    assertThat(directives.maxAge()).isEqualTo(seconds);
    assertThat(directives.has(Directive.NO_STORE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "max-age=100, &&&&&",
        "MaX-aGe=100",
        "max-age =100",
        "max-age= 100",
        "max-age=100,",
        "max-age=1000000000000000",
        "a=\"x",
        "a=?2",
        "a=:*:",
        "a=(1",
        "a=1.",
      })
  void ignoresATargetedFieldThatIsNoDictionary(String value) {
    var directives =
        CacheControl.ofResponse(Lines.of("Cache-Control: no-store", "CDN-Cache-Control: " + value));

    assertThat(directives.isTargeted()).isFalse();
    assertThat(directives.has(Directive.NO_STORE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store", "private", "no-cache"})
  void obeysFlagsOfATargetedField(String value) {
    var set = CacheControl.ofResponse(Lines.of("CDN-Cache-Control: " + value));
    var unset = CacheControl.ofResponse(Lines.of("CDN-Cache-Control: " + value + "=?0"));

    assertThat(set.present()).hasSize(1);
    assertThat(unset.present()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max-age=5, 5",
    "'foobar, max-age=5', 5",
    "max-age=5;other-cache, 0",
    "foo, 7",
  })
  void obeysSurrogateControlWhereItSaysAnything(String value, long seconds) {
    var directives =
        CacheControl.ofResponse(
            Lines.of("Cache-Control: max-age=7", "Surrogate-Control: " + value));

    assertThat(directives.maxAge()).isEqualTo(seconds);
  }

  @Property
  void noExtensionHidesNoStore(@ForAll @StringLength(max = 30) String before) {
    var value = before.replaceAll("[^\\x20-\\x7e]", "").replace("\"", "") + ",no-store";

    var directives = CacheControl.ofRequest(Lines.of("Cache-Control: " + value));

    assertThat(directives.has(Directive.NO_STORE)).isTrue();
  }

  @FuzzTest
  void neverThrowsAndNeverMakesUpNegativeTimes(byte[] octets) {
    var value =
        new String(octets, StandardCharsets.ISO_8859_1).replaceAll("[\\x00-\\x1f\\x7f]", "");
    var lines = Lines.of("Cache-Control:" + value, "CDN-Cache-Control:" + value);

    var directives = CacheControl.ofResponse(lines);
    var plain = CacheControl.ofRequest(lines);

    assertThat(directives.maxAge()).isBetween(-1L, CacheControl.LONGEST);
    assertThat(plain.maxAge()).isBetween(-1L, CacheControl.LONGEST);
    assertThat(plain.minFresh()).isBetween(-1L, CacheControl.LONGEST);
    assertThat(plain.isTargeted()).isFalse();
  }
}
