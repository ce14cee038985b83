package io.weir.proxy.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  private static final long NOW = Instant.parse("2026-06-01T00:00:00Z").getEpochSecond();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void readsTheThreeForms(String text) {
    assertThat(HttpDate.parse(text, NOW)).hasValue(784111777L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "sun, 06 nov 1994 08:49:37 gmt",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Xxx, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, x",
        "1994-11-06T08:49:37Z",
      })
  void readsNothingElse(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEqualTo(OptionalLong.empty());
  }

  @Test
  void takesATwoDigitYearFarAheadForOneOfTheLastCentury() {
    var in2076 = HttpDate.parse("Sunday, 06-Nov-76 08:49:37 GMT", NOW);
    var in1977 = HttpDate.parse("Sunday, 06-Nov-77 08:49:37 GMT", NOW);

    assertThat(in2076).hasValue(Instant.parse("2076-11-06T08:49:37Z").getEpochSecond());
    assertThat(in1977).hasValue(Instant.parse("1977-11-06T08:49:37Z").getEpochSecond());
  }

  @Test
  void readsALeapSecondAsTheOneBefore() {
    assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", NOW))
        .hasValue(Instant.parse("2016-12-31T23:59:59Z").getEpochSecond());
  }

  @Property
  void readsWhatItWrites(@ForAll @LongRange(min = 0, max = 253_402_300_799L) long second) {
    assertThat(HttpDate.parse(HttpDate.format(second), NOW)).hasValue(second);
  }
}
