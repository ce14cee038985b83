package io.weir.proxy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.semantics.HttpDate;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final String DATE = "Date: " + date(0);

  private static String date(long secondsLater) {
    return HttpDate.format(NOW / 1000 + secondsLater);
  }

  private static Freshness of(FieldLines fields) {
    return of(fields, StalePolicy.PLAIN);
  }

  private static Freshness of(FieldLines fields, StalePolicy policy) {
    return Freshness.of(200, fields, CacheControl.ofResponse(fields), policy, NOW, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "'0', 0",
    "'30', 30",
    "'7200, 0', 7200",
    "'0, 7200', 0",
    "'abc', 0",
    "'-7200', 0",
    "'7200.0', 0",
    "'7200;foo=bar', 0",
    "'99999999999', 2147483648",
  })
  void takesTheFirstMemberOfAgeIfItIsANumber(String value, long seconds) {
    var freshness = of(Lines.of(DATE, "Age: " + value));

    assertThat(freshness.age(NOW)).isEqualTo(seconds * 1000);
  }

  @Test
  void addsTheDelayOfTheResponseToItsAgeField() {
    var fields = Lines.of("Age: 10");

    assertThat(Age.initial(fields, NOW - 3000, NOW)).isEqualTo(13_000);
  }

  @Test
  void takesTheAgeThatTheDateShowsIfItIsMore() {
    var fields = Lines.of("Date: " + date(-7200), "Age: 10");

    assertThat(of(fields).age(NOW)).isEqualTo(7_200_000);
  }

  @Test
  void ignoresADateInTheFuture() {
    var fields = Lines.of("Date: " + date(100));

    assertThat(of(fields).age(NOW)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max-age=100              | 50  | 100
          max-age=0                | 50  | 0
          s-maxage=7, max-age=100  | 50  | 7
          s-maxage=x, max-age=100  | 50  | 0
          public                   | 50  | 50
          public                   | -50 | 0
          """)
  void prefersSharedMaxAgeThenMaxAgeThenExpires(String directives, long expires, long seconds) {
    var fields = Lines.of(DATE, "Cache-Control: " + directives, "Expires: " + date(expires));

    assertThat(of(fields).lifetime()).isEqualTo(seconds * 1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0
          Thu, 18 Aug 2050 02:01:18 UTC
          Thu, 18 Aug 2050 02:01:18 AEST
          Thu, 18 Aug 50 02:01:18 GMT
          Thu 18 Aug 2050 02:01:18 GMT
          Thu, 18  Aug  2050 02:01:18 GMT
          Thu, 18-Aug-2050 02:01:18 GMT
          Thu, 18 Aug 2050 02.01.18 GMT
          Thu, 18 Aug 2050 2:01:18 GMT
          """)
  void takesAnInvalidExpiresForThePast(String value) {
    assertThat(of(Lines.of(DATE, "Expires: " + value)).lifetime()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Thursday, 18-Aug-50 02:01:18 GMT
          Thu Aug  8 02:01:18 2050
          THU, 18 Aug 2050 02:01:18 GMT
          Thu, 18 AUG 2050 02:01:18 GMT
          Thu, 18 Aug 2050 02:01:18 gMT
          """)
  void readsDatesOfEveryFormInAnyCase(String value) {
    assertThat(of(Lines.of(DATE, "Expires: " + value)).lifetime()).isPositive();
  }

  @Test
  void countsExpiresFromTheArrivalIfTheDateIsInvalid() {
    var fields = Lines.of("Date: foo", "Expires: " + date(10));

    assertThat(of(fields).lifetime()).isEqualTo(10_000);
  }

  @Test
  void leavesExpiresAsideWhereATargetedFieldCounts() {
    var fields = Lines.of(DATE, "CDN-Cache-Control: foo", "Expires: " + date(100));

    assertThat(of(fields).lifetime()).isZero();
  }

  @Test
  void assumesATenthOfTheTimeSinceTheLastChangeAndAtMostADay() {
    var hour = of(Lines.of(DATE, "Last-Modified: " + date(-36_000)));
    var year = of(Lines.of(DATE, "Last-Modified: " + date(-365L * 86_400)));

    assertThat(hour.lifetime()).isEqualTo(3_600_000);
    assertThat(year.lifetime()).isEqualTo(86_400_000);
  }

  @ParameterizedTest
  @CsvSource({"200, true", "404, true", "501, true", "201, false", "403, false", "503, false"})
  void assumesALifetimeOnlyForStatusesThatAllowIt(int status, boolean isAssumed) {
    var fields = Lines.of(DATE, "Last-Modified: " + date(-86_400));

    var lifetime = Freshness.heuristic(status, fields, CacheControl.EMPTY, NOW);

    assertThat(lifetime > 0).isEqualTo(isAssumed);
  }

  @Test
  void givesTheLifetimeOfTheRouteOnlyToWhatStatesNone() {
    var ttl = new StalePolicy.Ttl(200, 299, List.of("image/*"), 5000);
    var policy = new StalePolicy(List.of(ttl), 0, 0, 0, false);

    var image = of(Lines.of("Content-Type: image/PNG; x=1"), policy);
    var text = of(Lines.of("Content-Type: text/css"), policy);
    var stated = of(Lines.of("Content-Type: image/png", "Cache-Control: max-age=1"), policy);

    assertThat(image.lifetime()).isEqualTo(5000);
    assertThat(text.lifetime()).isZero();
    assertThat(stated.lifetime()).isEqualTo(1000);
  }

  @Test
  void looksAtNothingThatTheServerSaysIfTheRouteSaysSo() {
    var ttl = new StalePolicy.Ttl(200, 299, List.of(), 5000);
    var policy = new StalePolicy(List.of(ttl), 0, 0, 0, true);

    var freshness = of(Lines.of("Cache-Control: no-cache, max-age=1, must-revalidate"), policy);

    assertThat(freshness.lifetime()).isEqualTo(5000);
    assertThat(freshness.alwaysValidated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"must-revalidate", "proxy-revalidate", "no-cache", "s-maxage=1"})
  void allowsNothingStaleWhereItIsForbidden(String directive) {
    var policy = new StalePolicy(List.of(), 60_000, 60_000, 60_000, false);

    var freshness =
        of(Lines.of("Cache-Control: stale-while-revalidate=60, max-age=1, " + directive), policy);

    assertThat(freshness.whileRevalidate()).isZero();
    assertThat(freshness.ifError()).isZero();
    assertThat(freshness.ifUnreachable()).isZero();
  }

  @Property
  void ageNeverShrinksAndFreshnessNeverComesBack(
      @ForAll @LongRange(min = 0, max = 10_000) long age,
      @ForAll @LongRange(min = 0, max = 10_000) long lifetime,
      @ForAll @LongRange(min = 0, max = 20_000_000) long first,
      @ForAll @LongRange(min = 0, max = 20_000_000) long more) {
    var freshness = of(Lines.of("Age: " + age, "Cache-Control: max-age=" + lifetime));

    assertThat(freshness.age(NOW + first)).isGreaterThanOrEqualTo(age * 1000);
    assertThat(freshness.age(NOW + first + more)).isEqualTo(freshness.age(NOW + first) + more);
    if (freshness.left(NOW + first) <= 0) {
      assertThat(freshness.left(NOW + first + more)).isLessThanOrEqualTo(0);
    }
  }
}
