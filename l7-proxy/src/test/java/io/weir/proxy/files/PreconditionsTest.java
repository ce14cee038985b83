package io.weir.proxy.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.files.Preconditions.Verdict;
import io.weir.proxy.semantics.HttpDate;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionsTest {
  private static final String TAG = "\"abc-1\"";
  private static final long MODIFIED = Instant.parse("2024-02-29T12:00:00Z").getEpochSecond();
  private static final long NOW = MODIFIED + 1000;
  private static final String BEFORE = HttpDate.format(MODIFIED - 1);
  private static final String SAME = HttpDate.format(MODIFIED);
  private static final String AFTER = HttpDate.format(MODIFIED + 1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          *                        | SERVE
          "abc-1"                  | SERVE
          "x", "abc-1"             | SERVE
          "x,y", "abc-1"           | SERVE
          ,, "abc-1" ,             | SERVE
          W/"abc-1"                | FAILED
          "abc"                    | FAILED
          abc-1                    | FAILED
          "abc-1                   | FAILED
          "x"                      | FAILED
          """)
  void comparesIfMatchStrongly(String value, Verdict verdict) {
    assertThat(judge("If-Match", value)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          *                        | NOT_MODIFIED
          "abc-1"                  | NOT_MODIFIED
          W/"abc-1"                | NOT_MODIFIED
          "x",W/"abc-1"            | NOT_MODIFIED
          "x" , "y"                | SERVE
          abc-1                    | SERVE
          "abc-1-br"               | SERVE
          w/"abc-1"                | SERVE
          """)
  void comparesIfNoneMatchWeakly(String value, Verdict verdict) {
    assertThat(judge("If-None-Match", value)).isEqualTo(verdict);
  }

  @Test
  void joinsTheLinesOfAList() {
    assertThat(judge("If-None-Match", "\"x\"", "If-None-Match", TAG))
        .isEqualTo(Verdict.NOT_MODIFIED);
  }

  @Test
  void comparesDates() {
    assertThat(judge("If-Modified-Since", BEFORE)).isEqualTo(Verdict.SERVE);
    assertThat(judge("If-Modified-Since", SAME)).isEqualTo(Verdict.NOT_MODIFIED);
    assertThat(judge("If-Modified-Since", AFTER)).isEqualTo(Verdict.NOT_MODIFIED);
    assertThat(judge("If-Unmodified-Since", BEFORE)).isEqualTo(Verdict.FAILED);
    assertThat(judge("If-Unmodified-Since", SAME)).isEqualTo(Verdict.SERVE);
  }

  @Test
  void ignoresDatesThatAreNone() {
    assertThat(judge("If-Modified-Since", "tomorrow")).isEqualTo(Verdict.SERVE);
    assertThat(judge("If-Unmodified-Since", "yesterday")).isEqualTo(Verdict.SERVE);
    assertThat(judge("If-Modified-Since", SAME, "If-Modified-Since", SAME))
        .isEqualTo(Verdict.SERVE);
  }

  @Test
  void letsTagsOverruleDates() {
    assertThat(judge("If-None-Match", "\"x\"", "If-Modified-Since", AFTER))
        .isEqualTo(Verdict.SERVE);
    assertThat(judge("If-None-Match", TAG, "If-Modified-Since", BEFORE))
        .isEqualTo(Verdict.NOT_MODIFIED);
    assertThat(judge("If-Match", TAG, "If-Unmodified-Since", BEFORE)).isEqualTo(Verdict.SERVE);
    assertThat(judge("If-Match", "\"x\"", "If-None-Match", TAG)).isEqualTo(Verdict.FAILED);
    assertThat(judge("If-Match", TAG, "If-None-Match", TAG)).isEqualTo(Verdict.NOT_MODIFIED);
    assertThat(judge("If-Unmodified-Since", BEFORE, "If-None-Match", TAG))
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void honoursARangeOnlyForTheVeryRepresentation() {
    assertThat(honours()).isTrue();
    assertThat(honours("If-Range", TAG)).isTrue();
    assertThat(honours("If-Range", "W/" + TAG)).isFalse();
    assertThat(honours("If-Range", "\"x\"")).isFalse();
    assertThat(honours("If-Range", "*")).isFalse();
    assertThat(honours("If-Range", SAME)).isTrue();
    assertThat(honours("If-Range", AFTER)).isFalse();
    assertThat(honours("If-Range", BEFORE)).isFalse();
    assertThat(honours("If-Range", TAG, "If-Range", TAG)).isFalse();
  }

  @Test
  void takesADateForStrongOnlyOnceItsSecondIsOver() {
    var fields = fields("If-Range", SAME);

    assertThat(Preconditions.honoursRange(fields, TAG, MODIFIED, MODIFIED)).isFalse();
    assertThat(Preconditions.honoursRange(fields, TAG, MODIFIED, MODIFIED + 1)).isTrue();
  }

  private static Verdict judge(String... fields) {
    return Preconditions.judge(fields(fields), TAG, MODIFIED, NOW);
  }

  private static boolean honours(String... fields) {
    return Preconditions.honoursRange(fields(fields), TAG, MODIFIED, NOW);
  }

  private static FieldLines fields(String... fields) {
    var lines = new FieldLinesBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      lines.add(fields[i], fields[i + 1]);
    }
    return lines.build();
  }
}
