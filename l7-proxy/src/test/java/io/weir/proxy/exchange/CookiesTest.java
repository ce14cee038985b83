package io.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiesTest {
  @ParameterizedTest
  @CsvSource({
    "a=1, 1",
    "b=2; a=1, 1",
    "b=2;a=1, 1",
    "a=1;, 1",
    "a = 1 ; b=2, 1",
    "a=\"1\", 1",
    "a=\"1, \"1",
    "a=\", \"",
    "a=x=y, x=y",
    "a=, ''",
    "b; a=1, 1",
    "; ;a=1, 1",
  })
  void readsTheValue(String line, String value) {
    assertThat(values(line)).containsExactly(value);
  }

  @ParameterizedTest
  @CsvSource({"a", "A=1", "aa=1", "=a", "b=a=1", "'b=\"; c=\"'"})
  void findsNoCookieOfAnotherName(String line) {
    assertThat(values(line)).isEmpty();
  }

  @Test
  void readsEveryCookieOfEveryLine() {
    assertThat(values("a=1; a=2", "b=1", "a=3")).containsExactly("1", "2", "3");
  }

  private static List<String> values(String... lines) {
    var fields = new FieldLinesBuilder();
    for (var line : lines) {
      fields.add("Cookie", line);
    }
    var values = new ArrayList<String>();
    SliceTest gather =
        (bytes, start, end) -> {
          values.add(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
          return false;
        };
    Cookies.any(fields.build(), Octets.of("a"), gather);
    return values;
  }
}
