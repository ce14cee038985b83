package io.weir.proxy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaryTest {
  private static String values(String vary, String... request) {
    return Vary.of(Lines.of("Vary: " + vary)).valuesOf(Lines.of(request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Foo: 1              | Foo: 1
          Foo: a,b            | Foo: a , b
          Foo: a  b           | foo: a b
          Foo: "a  b"         | Foo: "a  b"
          """)
  void takesValuesThatDifferInBlanksForTheSame(String one, String other) {
    assertThat(values("Foo", one)).isEqualTo(values("foo", other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Foo: 1              | Foo: 2
          Foo: 1              | Foo: 1,1
          Foo: a,b            | Foo: b,a
          Foo: "a  b"         | Foo: "a b"
          Foo: a              | Foo: A
          Foo:                | Bar: 1
          """)
  void tellsOtherValuesApart(String one, String other) {
    assertThat(values("Foo", one)).isNotEqualTo(values("Foo", other));
  }

  @Test
  void joinsLinesInTheirOrder() {
    assertThat(values("Foo", "Foo: 1", "Foo: 2")).isEqualTo(values("Foo", "Foo: 1, 2"));
  }

  @Test
  void doesNotCareInWhichOrderOrHowOftenNamesAreListed() {
    var request = new String[] {"Foo: 1", "Bar: 2"};

    assertThat(values("Foo, Bar", request)).isEqualTo(values("bar,,FOO, bar", request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gzip, br       | br,gzip       | true
          gzip;q=1.0, br | br, x-gzip    | true
          GZIP ; q=0.50  | gzip;q=0.5    | true
          gzip           | gzip, br      | false
          gzip;q=0       | gzip          | false
          gzip, *;q=0    | gzip          | false
          """)
  void normalizesAcceptEncoding(String one, String other, boolean isSame) {
    var first = values("Accept-Encoding", "Accept-Encoding: " + one);
    var second = values("Accept-Encoding", "Accept-Encoding: " + other);

    assertThat(first.equals(second)).isEqualTo(isSame);
  }

  @Test
  void normalizesAcceptLanguage() {
    var first = values("Accept-Language", "Accept-Language: en, de");
    var second = values("Accept-Language", "Accept-Language: DE,en;q=1.0");

    assertThat(first).isEqualTo(second);
  }

  @Property
  void noValueOfOneFieldLooksLikeThatOfAnother(
      @ForAll @AlphaChars @StringLength(min = 1, max = 5) String one,
      @ForAll @AlphaChars @StringLength(min = 1, max = 5) String other) {
    var first = values("A, B", "A: " + one, "B: " + other);
    var second = values("A, B", "A: " + one + other);
    var third = values("A, B", "A: " + other, "B: " + one);

    assertThat(first).isNotEqualTo(second);
    assertThat(first.equals(third)).isEqualTo(one.equals(other));
  }
}
