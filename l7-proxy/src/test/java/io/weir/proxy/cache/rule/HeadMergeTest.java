package io.weir.proxy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadMergeTest {
  private static List<String> stored(FieldLines response) {
    return Lines.texts(HeadMerge.stored(response, CacheControl.ofResponse(response), 5));
  }

  @Test
  void storesNothingOfTheConnectionNorOfTheReply() {
    var response =
        Lines.of(
            "Connection: a, B, close",
            "A: 1",
            "b: 2",
            "C: 3",
            "Keep-Alive: x",
            "Age: 5",
            "Transfer-Encoding: chunked");

    assertThat(stored(response)).containsExactly("C: 3", "Content-Length: 5");
  }

  @Test
  void storesNoFieldThatIsPrivateOrMustBeValidated() {
    var response = Lines.of("Cache-Control: no-cache=\"a\", private=\"B\"", "A: 1", "B: 2", "C: 3");

    assertThat(stored(response)).contains("C: 3").doesNotContain("A: 1", "B: 2");
  }

  @Test
  void replacesAllStoredLinesOfANameByThoseOfA304() {
    var stored = Lines.of("A: 1", "B: 1", "A: 2", "Content-Length: 5", "Content-Encoding: x");
    var update =
        Lines.of("a: 3", "C: 4", "Content-Length: 0", "Content-Encoding: y", "Connection: close");

    var merged = HeadMerge.updated(stored, update, CacheControl.EMPTY);

    assertThat(Lines.texts(merged))
        .containsExactly("B: 1", "Content-Length: 5", "Content-Encoding: x", "a: 3", "C: 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://a.test/b?c       | /b?c
          //a.test:80/b           | /b
          /b                      | /b
          b                       | /x/b
          ../b                    | /b
          https://a.test/b        |
          http://other.test/b     |
          http://a.test:8080/b    |
          http://a.test%/b        |
          /x/y                    |
          """)
  void invalidatesWhatLocationNamesOnTheSameOrigin(String location, String expected) {
    var response = Lines.of("Location: " + location);

    var others = Invalidation.others("http", "a.test", "/x/y", response);

    assertThat(others).isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 200, true",
    "OTHER, 303, true",
    "POST, 404, false",
    "POST, 500, false",
    "GET, 200, false"
  })
  void invalidatesAfterUnsafeRequestsThatSucceeded(Method method, int status, boolean happens) {
    assertThat(Invalidation.happens(method, status)).isEqualTo(happens);
  }
}
