package io.weir.proxy.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.exchange.AcceptEncoding;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodingTest {
  private static final int ALL = 0b1111;
  private static final int ONLY_IDENTITY = 1 << Coding.IDENTITY.place();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          gzip                              | GZIP
          gzip, deflate, br, zstd           | BROTLI
          gzip, zstd                        | ZSTD
          GZIP                              | GZIP
          x-gzip                            | GZIP
          deflate                           | IDENTITY
          ''                                | IDENTITY
          identity                          | IDENTITY
          *                                 | BROTLI
          br;q=0, *                         | ZSTD
          br;q=0.5, gzip;q=0.8              | GZIP
          br;q=0.5, gzip;q=0.501            | GZIP
          br ; Q=0.1 , gzip ;\tq=0.2        | GZIP
          identity;q=1, gzip;q=0.9          | IDENTITY
          gzip;q=0.001                      | GZIP
          gzip;q=0                          | IDENTITY
          gzip;q=0.000, br;q=0.0            | IDENTITY
          gzip;q=2                          | IDENTITY
          gzip;q=x                          | IDENTITY
          gzip;q=                           | IDENTITY
          gzip;level=9                      | IDENTITY
          gzip;q=0.1234                     | IDENTITY
          identity;q=0                      | none
          *;q=0                             | none
          identity;q=0, gzip;q=0.1          | GZIP
          *;q=0, identity                   | IDENTITY
          *;q=0, gzip                       | GZIP
          """)
  void picksWhatTheClientLikesBest(String value, Coding wanted) {
    assertThat(Coding.choose(AcceptEncoding.of(fields(value)), ALL)).isEqualTo(wanted);
  }

  @Test
  void picksAmongWhatIsThere() {
    assertThat(Coding.choose(AcceptEncoding.of(fields("br, gzip;q=0.1")), ONLY_IDENTITY))
        .isEqualTo(Coding.IDENTITY);
    assertThat(Coding.choose(AcceptEncoding.of(fields("gzip, identity;q=0")), ONLY_IDENTITY))
        .isNull();
    assertThat(
            Coding.choose(
                AcceptEncoding.of(fields("br, gzip")), ONLY_IDENTITY | 1 << Coding.GZIP.place()))
        .isEqualTo(Coding.GZIP);
  }

  @Test
  void joinsTheLinesOfTheField() {
    assertThat(Coding.choose(AcceptEncoding.of(fields("gzip", "br")), ALL))
        .isEqualTo(Coding.BROTLI);
  }

  @Test
  void sendsTheFileAsItIsToWhoSaysNothing() {
    assertThat(Coding.choose(AcceptEncoding.of(FieldLines.NONE), ALL)).isEqualTo(Coding.IDENTITY);
  }

  private static FieldLines fields(String... values) {
    var lines = new FieldLinesBuilder();
    for (var value : values) {
      lines.add("Accept-Encoding", value);
    }
    return lines.build();
  }
}
