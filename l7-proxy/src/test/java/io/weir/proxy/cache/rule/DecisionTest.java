package io.weir.proxy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
  private static final long RECEIVED = 1_000_000;

  /** Fresh for 100 s, then 20 s usable while it is validated. */
  private static Freshness fresh() {
    return new Freshness(RECEIVED, 0, new Freshness.Terms(100_000, 20_000, 0, 1, false));
  }

  private static CacheControl asked(String directives) {
    return directives.isEmpty()
        ? CacheControl.EMPTY
        : CacheControl.ofRequest(Lines.of("Cache-Control: " + directives));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10  |                        | SERVE
          99  |                        | SERVE
          100 |                        | SERVE_AND_REVALIDATE
          119 |                        | SERVE_AND_REVALIDATE
          120 |                        | REVALIDATE
          10  | no-cache               | REVALIDATE
          10  | max-age=0              | REVALIDATE
          0   | max-age=0              | REVALIDATE
          10  | max-age=9              | REVALIDATE
          10  | max-age=10             | SERVE
          10  | min-fresh=91           | REVALIDATE
          10  | min-fresh=90           | SERVE
          150 | max-stale              | SERVE_STALE
          150 | max-stale=50           | SERVE_STALE
          150 | max-stale=49           | REVALIDATE
          150 | max-stale, max-age=149 | REVALIDATE
          10  | only-if-cached         | SERVE
          110 | only-if-cached         | REFUSE
          150 | only-if-cached, max-stale | SERVE_STALE
          10  | only-if-cached, no-cache  | REFUSE
          10  | unknown=1              | SERVE
          """)
  void followsTheDirectivesOfTheRequest(long seconds, String directives, Decision expected) {
    var asked = asked(directives == null ? "" : directives);

    var decision = Decision.of(fresh(), asked, true, RECEIVED + seconds * 1000);

    assertThat(decision).isEqualTo(expected);
  }

  @Test
  void servesNothingStaleWhereTheServerForbidsItWhateverTheClientTakes() {
    var strict = new Freshness(RECEIVED, 0, new Freshness.Terms(100_000, 0, 0, 0, false));

    var decision = Decision.of(strict, asked("max-stale"), true, RECEIVED + 150_000);

    assertThat(decision).isEqualTo(Decision.REVALIDATE);
  }

  @Test
  void asksAnewWhereThereIsNoValidator() {
    var decision = Decision.of(fresh(), CacheControl.EMPTY, false, RECEIVED + 1_000_000);

    assertThat(decision).isEqualTo(Decision.FETCH);
  }

  @Property
  void aResponseThatIsAlwaysValidatedIsNeverJustServed(
      @ForAll @LongRange(min = 0, max = 500) long seconds,
      @ForAll @LongRange(min = 0, max = 300) long maxStale) {
    var freshness = new Freshness(RECEIVED, 0, new Freshness.Terms(100_000, 20_000, 0, 1, true));
    var asked = asked("max-stale=" + maxStale);

    var decision = Decision.of(freshness, asked, true, RECEIVED + seconds * 1000);

    assertThat(decision).isEqualTo(Decision.REVALIDATE);
  }

  @Property
  void noDirectiveOfARequestMakesMoreServableThanMaxStale(
      @ForAll @LongRange(min = 0, max = 300) long seconds,
      @ForAll @LongRange(min = 0, max = 300) long maxAge,
      @ForAll @LongRange(min = 0, max = 300) long minFresh) {
    var asked = asked("max-age=" + maxAge + ", min-fresh=" + minFresh);

    var decision = Decision.of(fresh(), asked, true, RECEIVED + seconds * 1000);

    boolean mayServe = seconds < 100 && seconds <= maxAge && 100 - seconds >= minFresh;
    assertThat(decision == Decision.SERVE).isEqualTo(mayServe && maxAge > 0);
    assertThat(decision).isNotEqualTo(Decision.SERVE_STALE);
  }
}
