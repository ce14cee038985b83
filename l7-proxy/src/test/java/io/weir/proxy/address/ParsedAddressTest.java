package io.weir.proxy.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedAddressTest {
  @ParameterizedTest
  @CsvSource({
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "::, ::",
    "1::, 1::",
    "::1, ::1",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "ABCD::00ef, abcd::ef",
    "64:ff9b::1.2.3.4, 64:ff9b::102:304",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::ffff:1.2.3.4, 1.2.3.4",
  })
  void writesTheOneFormOfRfc5952(String text, String expected) {
    assertThat(ParsedAddress.parse(text).orElseThrow().text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.4 ",
        "1..2.3",
        "1.2.3.",
        ":",
        ":::",
        "1:2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1::2::3",
        "12345::",
        "::g",
        ":1::",
        "1:::2",
        "1:",
        "::1%lo",
        "[::1]",
        "::1.2.3",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "localhost",
        "١.2.3.4"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(ParsedAddress.parse(text)).isEmpty();
  }

  @FuzzTest
  void readsOnlyWhatItCanWriteAndReadAgain(byte[] text) {
    var parsed = ParsedAddress.parse(text, 0, text.length);

    parsed.ifPresent(address -> assertThat(ParsedAddress.parse(address.text())).contains(address));
  }
}
