package io.weir.proxy.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeakTagsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "a"                   | "a"
          W/"a"                 | "a"
          W/"a", "b",W/"c"      | "a", "b","c"
          *                     | *
          "W/", W/"W/"          | "W/", "W/"
          "a W/"                | "a W/"
          W/                    | W/
          """)
  void takesWeakTagsForStrongOnes(String list, String strong) {
    assertThat(WeakTags.strong(list)).isEqualTo(strong);
  }

  @Test
  void weakensOnce() {
    assertThat(WeakTags.weak("\"a\"")).isEqualTo("W/\"a\"");
    assertThat(WeakTags.weak("W/\"a\"")).isEqualTo("W/\"a\"");
  }

  @Test
  void knowsInWhichFormTheClientHoldsATag() {
    var none = new FieldChanges();

    assertThat(WeakTags.isHeldAsWeak("\"a\"", asked("\"b\", W/\"a\""), none)).isTrue();
    assertThat(WeakTags.isHeldAsWeak("\"a\"", asked("\"a\""), none)).isFalse();
    assertThat(WeakTags.isHeldAsWeak("\"a\"", asked("W/\"a\", \"a\""), none)).isFalse();
    assertThat(WeakTags.isHeldAsWeak("\"a\"", asked("W/\"b\""), none)).isFalse();
    assertThat(WeakTags.isHeldAsWeak("\"a\"", FieldLines.NONE, none)).isFalse();
  }

  @Test
  void looksAtWhatIsSentInPlaceOfTheClientsOwn() {
    var changes = new FieldChanges();
    changes.remove(FieldName.IF_NONE_MATCH);
    changes.add(Octets.of("if-none-match: W/\"stored\"\r\n"));

    assertThat(WeakTags.isHeldAsWeak("\"stored\"", asked("\"mine\""), changes)).isTrue();
    assertThat(WeakTags.isHeldAsWeak("\"mine\"", asked("W/\"mine\""), changes)).isFalse();
  }

  private static FieldLines asked(String value) {
    return new FieldLinesBuilder().add("If-None-Match", value).build();
  }
}
