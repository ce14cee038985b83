package io.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever a client writes where lists and parameters stand, nothing outside of it is read. */
class RequestFieldsFuzzTest {
  @FuzzTest
  void cookies(byte[] octets) {
    var fields = new FieldLinesBuilder().add("Cookie", text(octets)).build();
    int line = fields.first(FieldName.COOKIE);

    Cookies.any(
        fields,
        Octets.of("a"),
        (bytes, start, end) -> {
          assertThat(bytes).isSameAs(fields.bytes());
          assertThat(start).isBetween(fields.valueStart(line) + 2, end);
          assertThat(end).isLessThanOrEqualTo(fields.valueEnd(line));
          assertThat(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1))
              .doesNotContain(";");
          return false;
        });
  }

  @FuzzTest
  void lists(byte[] octets) {
    boolean found = Octets.listHas(octets, 0, octets.length, Octets.of("te"));

    boolean expected = false;
    for (var member : text(octets).split(",", -1)) {
      expected |= member.replaceAll("^[ \t]+|[ \t]+$", "").matches("[tT][eE]");
    }
    assertThat(found).isEqualTo(expected);
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
