package io.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.dsl.model.ContentCoding;
import java.nio.charset.StandardCharsets;

/** Any octets are read; what is malformed does not count, and does not touch what is not. */
class AcceptEncodingFuzzTest {
  private static final int MOST = 2000;

  @FuzzTest
  void readsAnyOctets(byte[] octets) {
    var text = new String(octets, StandardCharsets.ISO_8859_1);

    var wanted = AcceptEncoding.of(fields(text));
    var lower = AcceptEncoding.of(fields(lowered(text)));
    var twice = AcceptEncoding.of(fields(text + "," + text));

    for (var coding : ContentCoding.values()) {
      assertThat(wanted.weight(coding)).isBetween(AcceptEncoding.REFUSED, MOST);
      assertThat(lower.weight(coding)).isEqualTo(wanted.weight(coding));
      assertThat(twice.weight(coding)).isEqualTo(wanted.weight(coding));
    }
    assertThat(wanted.identityWeight()).isBetween(AcceptEncoding.REFUSED, MOST);
    var more = AcceptEncoding.of(fields(text + ", gzip;q=0.25, br;q=x"));
    assertThat(more.weight(ContentCoding.GZIP)).isEqualTo(500);
    assertThat(more.weight(ContentCoding.BR)).isEqualTo(wanted.weight(ContentCoding.BR));
  }

  private static String lowered(String text) {
    var out = new StringBuilder();
    text.chars().forEach(c -> out.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return out.toString();
  }

  private static FieldLines fields(String value) {
    return new FieldLinesBuilder().add("Accept-Encoding", value).build();
  }
}
