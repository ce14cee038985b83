package io.weir.proxy.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Compression.Choice;
import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.exchange.AcceptEncoding;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
  private static final List<Choice> ALL =
      List.of(
          new Choice(ContentCoding.ZSTD, 3),
          new Choice(ContentCoding.BR, 4),
          new Choice(ContentCoding.GZIP, 1));
  private static final List<Choice> GZIP = List.of(new Choice(ContentCoding.GZIP, 1));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          gzip                         | gzip | gzip
          gzip, deflate, br, zstd      | zstd | zstd
          gzip, deflate, br            | br   | br
          gzip;q=1.0, br;q=0.9         | gzip | gzip
          br;q=0.5, gzip;q=0.5         | br   | br
          x-gzip                       | gzip | gzip
          *                            | zstd | zstd
          *;q=0.5, zstd;q=0            | br   | br
          deflate                      | none | identity
          identity                     | none | identity
          ''                           | none | identity
          gzip;q=0                     | none | identity
          identity, gzip;q=0.5         | none | identity
          gzip, identity               | gzip | gzip
          gzip, identity;q=0           | gzip | gzip, identity;q=0
          gzip, *;q=0                  | gzip | gzip, identity;q=0
          identity;q=0                 | none | none
          *;q=0                        | none | none
          deflate, *;q=0               | none | none
          """)
  void choosesWhatTheClientLikesBestAndOfEqualsWhatTheFileNamesFirst(
      String value, String coding, String asks) {
    var found = Negotiation.of(AcceptEncoding.of(fields(value)), ALL);

    assertThat(token(found)).isEqualTo(coding);
    assertThat(found.asks()).isEqualTo(asks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          br, zstd                     | none | zstd, br
          br, gzip                     | gzip | gzip
          br                           | none | br
          br, identity;q=0             | none | none
          """)
  void letsServersMakeTheCodingsThatTheRouteDoesNot(String value, String coding, String asks) {
    var found = Negotiation.of(AcceptEncoding.of(fields(value)), GZIP);

    assertThat(token(found)).isEqualTo(coding);
    assertThat(found.asks()).isEqualTo(asks);
  }

  @Test
  void compressesNothingForWhoSaysNothing() {
    var found = Negotiation.of(AcceptEncoding.of(FieldLines.NONE), ALL);

    assertThat(found.choice()).isNull();
    assertThat(found.mustCode()).isFalse();
    assertThat(found.asks()).isEqualTo("identity");
  }

  @Test
  void knowsWhoRefusesContentWithoutCoding() {
    assertThat(Negotiation.of(AcceptEncoding.of(fields("identity;q=0")), ALL).mustCode()).isTrue();
    assertThat(Negotiation.of(AcceptEncoding.of(fields("*;q=0, br")), ALL).mustCode()).isTrue();
    assertThat(Negotiation.of(AcceptEncoding.of(fields("br")), ALL).mustCode()).isFalse();
  }

  private static String token(Negotiation found) {
    var choice = found.choice();
    return choice == null ? null : choice.coding().token();
  }

  private static FieldLines fields(String value) {
    return new FieldLinesBuilder().add("Accept-Encoding", value).build();
  }
}
