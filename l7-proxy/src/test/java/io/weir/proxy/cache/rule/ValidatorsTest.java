package io.weir.proxy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorsTest {
  private static final String SUNDAY = "Sun, 01 Mar 2026 12:00:00 GMT";
  private static final String MONDAY = "Mon, 02 Mar 2026 12:00:00 GMT";
  private static final long LATER = 1_800_000_000_000L;

  private static Validators of(String... lines) {
    return Validators.of(Lines.of(lines), LATER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "a"     | "a"            | true
          "a"     | W/"a"          | true
          W/"a"   | "a"            | true
          W/"a"   | "b", W/"a"     | true
          "a"     | *              | true
          "a"     | "b"            | false
          "a"     | a              | false
          """)
  void comparesIfNoneMatchWeakly(String tag, String condition, boolean isKnown) {
    var validators = of("ETag: " + tag);

    assertThat(validators.isKnownTo(Lines.of("If-None-Match: " + condition), LATER / 1000))
        .isEqualTo(isKnown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT | Sun, 01 Mar 2026 12:00:00 GMT | true
          Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT | Mon, 02 Mar 2026 12:00:00 GMT | true
          Last-Modified: Mon, 02 Mar 2026 12:00:00 GMT | Sun, 01 Mar 2026 12:00:00 GMT | false
          Date: Sun, 01 Mar 2026 12:00:00 GMT          | Sun, 01 Mar 2026 12:00:00 GMT | true
          Date: Mon, 02 Mar 2026 12:00:00 GMT          | Sun, 01 Mar 2026 12:00:00 GMT | false
          """)
  void comparesIfModifiedSinceWithTheLastChangeOrElseTheDate(
      String line, String since, boolean isKnown) {
    assertThat(of(line).isKnownTo(Lines.of("If-Modified-Since: " + since), LATER / 1000))
        .isEqualTo(isKnown);
  }

  @Test
  void looksAtTheTagFirst() {
    var validators = of("ETag: \"a\"", "Last-Modified: " + SUNDAY);

    assertThat(
            validators.isKnownTo(
                Lines.of("If-None-Match: \"b\"", "If-Modified-Since: " + MONDAY), LATER / 1000))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ETag: "a"   | "a"                           | true
          ETag: "a"   | W/"a"                         | false
          ETag: W/"a" | W/"a"                         | false
          ETag: "a"   | "b"                           | false
          ETag: "a"   | Sun, 01 Mar 2026 12:00:00 GMT | true
          ETag: "a"   | Mon, 02 Mar 2026 12:00:00 GMT | false
          """)
  void honoursARangeOnlyIfIfRangeNamesThisVeryState(
      String line, String condition, boolean isHonoured) {
    var validators = of(line, "Last-Modified: " + SUNDAY, "Date: " + MONDAY);

    assertThat(validators.honoursRange(Lines.of("If-Range: " + condition), LATER / 1000))
        .isEqualTo(isHonoured);
  }

  @Test
  void takesADateOfTheSameSecondForWeak() {
    var validators = of("Last-Modified: " + SUNDAY, "Date: " + SUNDAY);

    assertThat(validators.isDateStrong()).isFalse();
    assertThat(validators.isSameState(validators)).isFalse();
  }

  @Test
  void joinsPartsOnlyByStrongTags() {
    assertThat(of("ETag: \"a\"").isSameState(of("ETag: \"a\""))).isTrue();
    assertThat(of("ETag: W/\"a\"").isSameState(of("ETag: W/\"a\""))).isFalse();
    assertThat(of("ETag: \"a\"").isSameState(of("Last-Modified: " + SUNDAY))).isFalse();
    assertThat(of().isSameState(of())).isFalse();
  }

  @Test
  void isNotConfirmedByAnotherTag() {
    assertThat(of("ETag: \"a\"").isConfirmedBy(Lines.of("ETag: \"b\""), LATER)).isFalse();
    assertThat(of("ETag: \"a\"").isConfirmedBy(Lines.of("ETag: W/\"a\""), LATER)).isTrue();
    assertThat(of("ETag: \"a\"").isConfirmedBy(Lines.of(), LATER)).isTrue();
  }
}
