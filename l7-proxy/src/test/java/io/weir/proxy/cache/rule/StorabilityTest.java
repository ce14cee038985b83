package io.weir.proxy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.cache.rule.Storability.Asked;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorabilityTest {
  private static final Asked PLAIN = new Asked(Method.GET, CacheControl.EMPTY, false, false);

  private static Storability judge(Asked asked, int status, FieldLines fields) {
    var directives = CacheControl.ofResponse(fields);
    var policy = StalePolicy.PLAIN;
    var freshness = Freshness.of(status, fields, directives, policy, 0, 0);
    return Storability.of(asked, status, fields, directives, policy, freshness);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | max-age=1                            | WHOLE
          299 | max-age=1                            | WHOLE
          599 | max-age=1                            | WHOLE
          503 | max-age=1                            | WHOLE
          200 | max-age=1, no-store                  | NO_STORE
          200 | max-age=1, private                   | PRIVATE
          200 | max-age=1, private="x"               | WHOLE
          200 | max-age=0                            | USELESS
          200 | public                               | USELESS
          304 | max-age=1                            | NOT_UNDERSTOOD
          599 | max-age=1, must-understand           | NOT_UNDERSTOOD
          200 | max-age=1, must-understand, no-store | WHOLE
          599 | max-age=1, must-understand, no-store | NOT_UNDERSTOOD
          206 | max-age=1                            | BROKEN_PART
          """)
  void followsTheDirectivesOfTheResponse(int status, String directives, Storability expected) {
    var fields = Lines.of("Cache-Control: " + directives);

    assertThat(judge(PLAIN, status, fields)).isEqualTo(expected);
  }

  @Test
  void storesNothingThatTheClientWantsKeptNowhere() {
    var asked =
        new Asked(
            Method.GET, CacheControl.ofRequest(Lines.of("Cache-Control: no-store")), false, false);

    assertThat(judge(asked, 200, Lines.of("Cache-Control: max-age=1")))
        .isEqualTo(Storability.NO_STORE);
  }

  @ParameterizedTest
  @CsvSource({
    "max-age=1, AUTHORIZED",
    "'max-age=1, public', WHOLE",
    "'max-age=1, must-revalidate', WHOLE",
    "s-maxage=1, WHOLE",
  })
  void keepsWhatAuthorizedClientsGotOnlyIfItIsForAll(String directives, Storability expected) {
    var asked = new Asked(Method.GET, CacheControl.EMPTY, true, false);

    assertThat(judge(asked, 200, Lines.of("Cache-Control: " + directives))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "max-age=1, COOKIE",
    "'max-age=1, public', WHOLE",
    "s-maxage=1, WHOLE",
    "'max-age=1, private=\"Set-Cookie\"', WHOLE",
  })
  void takesAResponseWithACookieForPrivateUnlessItSaysOtherwise(
      String directives, Storability expected) {
    var fields = Lines.of("Cache-Control: " + directives, "Set-Cookie: a=b");

    assertThat(judge(PLAIN, 200, fields)).isEqualTo(expected);
  }

  @Test
  void keepsCookiesIfTheRouteSaysSo() {
    var asked = new Asked(Method.GET, CacheControl.EMPTY, false, true);

    assertThat(judge(asked, 200, Lines.of("Cache-Control: max-age=1", "Set-Cookie: a=b")))
        .isEqualTo(Storability.WHOLE);
  }

  @ParameterizedTest
  @CsvSource({"*", "'Foo, *'", "'*, Foo'"})
  void keepsNothingThatVariesOnMoreThanFields(String vary) {
    assertThat(judge(PLAIN, 200, Lines.of("Cache-Control: max-age=1", "Vary: " + vary)))
        .isEqualTo(Storability.VARIES);
  }

  @ParameterizedTest
  @CsvSource({"POST, METHOD", "HEAD, METHOD", "DELETE, METHOD", "QUERY, WHOLE", "GET, WHOLE"})
  void keepsAnswersToGetAndQuery(Method method, Storability expected) {
    var asked = new Asked(method, CacheControl.EMPTY, false, false);

    assertThat(judge(asked, 200, Lines.of("Cache-Control: max-age=1"))).isEqualTo(expected);
  }

  @Test
  void keepsWhatIsStaleAtOnceIfItCanBeValidated() {
    assertThat(judge(PLAIN, 200, Lines.of("Cache-Control: no-cache", "ETag: \"a\"")))
        .isEqualTo(Storability.WHOLE);
  }

  @Test
  void keepsAPartThatTellsWhichItIs() {
    var fields = Lines.of("Cache-Control: max-age=1", "Content-Range: bytes 4-9/10");

    assertThat(judge(PLAIN, 206, fields)).isEqualTo(Storability.PART);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes 0-4/10, true",
    "bytes 0-4/*, true",
    "BYTES 9-9/10, true",
    "bytes 5-4/10, false",
    "bytes 0-10/10, false",
    "bytes */10, false",
    "items 0-4/10, false",
    "bytes 0-4, false",
    "bytes -4/10, false",
    "bytes 0-4/1000000000000000000000, false",
  })
  void readsContentRange(String value, boolean isValid) {
    assertThat(ContentRange.parse(value).isPresent()).isEqualTo(isValid);
  }
}
