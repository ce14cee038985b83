package io.weir.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  /** The SHA-256 of "abc", FIPS 180-2 B.1. */
  private static final String ABC =
      "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";

  @Test
  void findsWhomAKeyStandsFor() throws IOException {
    var keys =
        ApiKeys.parse(("# keys\none 0123456789abcdef\n\ttwo \t" + ABC + "\r\n").getBytes(UTF_8));

    assertThat(keys.idOf("0123456789abcdef".getBytes(UTF_8))).isEqualTo("one");
    assertThat(keys.idOf("abc".getBytes(UTF_8))).isEqualTo("two");
    assertThat(keys.idOf(ABC.getBytes(UTF_8))).isNull();
    assertThat(keys.idOf("0123456789abcdeF".getBytes(UTF_8))).isNull();
    assertThat(keys.idOf(new byte[0])).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "one",
        "one short",
        "one 0123456789abcdef more",
        "one sha256:12",
        "one 0123456789abcdef\ntwo 0123456789abcdef",
        "one abc-abc-abc-abc-abc\u00e9 x"
      })
  void whatIsNoSetIsRefusedWithoutShowingAKey(String text) {
    assertThatThrownBy(() -> ApiKeys.parse(text.getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("0123456789abcdef")
        .hasMessageNotContaining("short ");
  }

  @Test
  void octetsThatAreNotUtf8AreRefused() {
    assertThatThrownBy(() -> ApiKeys.parse(new byte[] {'a', ' ', (byte) 0xff}))
        .hasMessage("found octets that are not UTF-8");
  }
}
