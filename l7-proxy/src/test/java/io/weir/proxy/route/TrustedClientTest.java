package io.weir.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedClientTest {
  private static final byte[] PROXY = {10, 0, 0, 1};
  private static final byte[] STRANGER = {8, 8, 8, 8};

  private final TrustedClient trusted =
      TrustedClient.of(address -> address.length == 4 && address[0] == 10);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2.3.4 | 1.2.3.4",
        "9.9.9.9, 1.2.3.4 | 1.2.3.4",
        "1.2.3.4, 10.0.0.2 | 1.2.3.4",
        "1.2.3.4,10.0.0.3 ,10.0.0.2 | 1.2.3.4",
        "10.0.0.3, 10.0.0.2 | 10.0.0.3",
        "1.2.3.4:5678 | 1.2.3.4",
        "[2001:db8::1]:443 | 2001:db8::1",
        "[2001:db8::1] | 2001:db8::1",
        "2001:DB8:0:0::1 | 2001:db8::1",
        "::ffff:1.2.3.4 | 1.2.3.4",
        "1.2.3.4, ::ffff:10.0.0.2 | 1.2.3.4",
        "1.2.3.4, , | 1.2.3.4",
        "1.2.3.4, unknown, 10.0.0.2 | 10.0.0.2",
        "1.2.3.4, 010.0.0.1, 10.0.0.2 | 10.0.0.2",
        "1.2.3.4, [::1, 10.0.0.2 | 10.0.0.2",
        "1.2.3.4, 5.6.7.8:, 10.0.0.2 | 10.0.0.2",
        "1.2.3.4, 5.6.7.8:123456, 10.0.0.2 | 10.0.0.2",
      })
  void findsTheRightMostHopThatIsNotTrusted(String line, String expected) {
    var client = trusted.behind(PROXY, fields(line));

    assertThat(client.orElseThrow().text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(value = {"unknown", "1.2.3.4 unknown", "1.2.3", "','", "[]", "_hidden", "::1%eth0"})
  void staysWithThePeerWhenTheLastHopIsNoAddress(String line) {
    assertThat(trusted.behind(PROXY, fields(line))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https | true",
        "HTTPS | true",
        "http | false",
        "http, https | true",
        "https,http | false",
      })
  void readsTheSchemeThatTheNearestProxyNames(String line, boolean expected) {
    var builder = new FieldLinesBuilder();
    builder.add("X-Forwarded-Proto", line);

    assertThat(TrustedClient.isSecure(builder.build())).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(value = {"''", "ws", "https;", "'https,'"})
  void staysWithTheConnectionsSchemeWhereNoneIsNamed(String line) {
    var builder = new FieldLinesBuilder();
    builder.add("X-Forwarded-Proto", line);

    assertThat(TrustedClient.isSecure(builder.build())).isEmpty();
  }

  @Test
  void readsSeveralLinesAsOneList() {
    var client = trusted.behind(PROXY, fields("1.2.3.4", "5.6.7.8, 10.0.0.3", "10.0.0.2"));

    assertThat(client.orElseThrow().text()).isEqualTo("5.6.7.8");
  }

  @Test
  void believesNothingThatAStrangerSays() {
    assertThat(trusted.believes(STRANGER)).isFalse();
    assertThat(trusted.behind(STRANGER, fields("1.2.3.4"))).isEmpty();
  }

  @Test
  void staysWithAPeerThatNamesNobody() {
    assertThat(trusted.believes(PROXY)).isTrue();
    assertThat(trusted.behind(PROXY, FieldLines.NONE)).isEmpty();
  }

  private static FieldLines fields(String... lines) {
    var fields = new FieldLinesBuilder();
    for (var line : lines) {
      fields.add("X-Forwarded-For", line);
    }
    return fields.build();
  }
}
