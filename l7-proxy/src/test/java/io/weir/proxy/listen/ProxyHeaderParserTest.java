package io.weir.proxy.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.ProxyHeader;
import io.weir.proxy.exchange.ProxyHeader.Route;
import io.weir.proxy.exchange.ProxyHeader.Tlv;
import io.weir.proxy.failure.ProxyFailure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderParserTest {
  private static final Route FOUR =
      new Route(new byte[] {(byte) 192, 0, 2, 7}, 4711, new byte[] {(byte) 198, 51, 100, 1}, 443);

  @Test
  void readsALineAndLeavesWhatFollows() {
    var parsed = parse("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\nGET / HTTP/1.1\r\n");

    assertThat(parsed.length()).isEqualTo(44);
    assertThat(parsed.header())
        .isEqualTo(new ProxyHeader(1, false, Optional.of(FOUR), List.of(), Optional.empty()));
  }

  @Test
  void readsAnIpv6Line() {
    var route = parse("PROXY TCP6 2001:db8::7 2001:db8::1 4711 443\r\n").header().route();

    assertThat(route.orElseThrow().source()).hasSize(16).endsWith(7);
    assertThat(route.orElseThrow().sourcePort()).isEqualTo(4711);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN\r\n",
        "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 1 65535 65535\r\n",
        "PROXY UNKNOWN whatever \r x\r\n"
      })
  void readsALineOfAnUnknownConnection(String line) {
    var parsed = parse(line);

    assertThat(parsed.length()).isEqualTo(line.length());
    assertThat(parsed.header().route()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "POST / HTTP/1.1\r\n",
        "proxy TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY  TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY\tTCP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n",
        "PROXY TCP4 1.2.3.256 1.2.3.4 1 2\r\n",
        "PROXY TCP4 01.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY TCP4 ::1 ::1 1 2\r\n",
        "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 65536 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 -1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4  2\r\n",
        "PROXY TCP4  1.2.3.4 1 2\r\n",
        "PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY UNKNOWNX\r\n",
        "PROXY \r\n",
        "\r\n\r\nPROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "\u0016\u0003\u0001",
      })
  void refusesWhatIsNoLine(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ProxyFailure.class)
        .hasMessageContaining("found ")
        .hasMessageContaining("; expected ");
  }

  @Test
  void refusesALineThatDoesNotEndIn107Octets() {
    var longest = "PROXY UNKNOWN " + "x".repeat(91) + "\r\n";

    assertThat(longest).hasSize(107);
    assertThat(parse(longest).length()).isEqualTo(107);
    assertThatThrownBy(() -> parse("PROXY UNKNOWN " + "x".repeat(92) + "\r\n"))
        .hasMessage("found no end of the PROXY line; expected one within 107 octets");
  }

  @Test
  void readsBothFamiliesOfVersion2() {
    assertThat(parse(ProxyHeaders.tcp4().build()).header().route()).contains(FOUR);
    var six = parse(ProxyHeaders.tcp6().build()).header().route().orElseThrow();
    assertThat(six.source()).hasSize(16).startsWith(0x20, 1).endsWith(0, 7);
    assertThat(six.sourcePort()).isEqualTo(4711);
    assertThat(six.destination()).endsWith(0, 1);
    assertThat(six.destinationPort()).isEqualTo(443);
  }

  @Test
  void foldsAnIpv4MappedAddress() {
    var header =
        ProxyHeaders.of(0x21, 0x21)
            .zeros(10)
            .bytes(0xff, 0xff, 192, 0, 2, 7)
            .zeros(10)
            .bytes(0xff, 0xff, 198, 51, 100, 1, 0x12, 0x67, 0x01, 0xbb)
            .build();

    assertThat(parse(header).header().route()).contains(FOUR);
  }

  @ParameterizedTest
  @CsvSource({"0x20,0x00", "0x20,0x11", "0x20,0x21", "0x20,0xff"})
  void readsALocalCommandAndDiscardsTheRest(String command, String family) {
    var parsed =
        parse(ProxyHeaders.of(Integer.decode(command), Integer.decode(family)).zeros(7).build());

    assertThat(parsed.length()).isEqualTo(23);
    assertThat(parsed.header().isLocal()).isTrue();
    assertThat(parsed.header().route()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0x00,0", "0x31,216", "0x32,216", "0x30,216", "0x12,12", "0x10,12", "0x22,36"})
  void takesThePeerWhereNoTcpConnectionIsNamed(String family, int size) {
    var header =
        ProxyHeaders.of(0x21, Integer.decode(family))
            .zeros(size)
            .tlv(ProxyHeader.UNIQUE_ID, new byte[] {1})
            .build();

    var parsed = parse(header).header();

    assertThat(parsed.isLocal()).isFalse();
    assertThat(parsed.route()).isEmpty();
    assertThat(parsed.tlvs()).containsExactly(new Tlv(ProxyHeader.UNIQUE_ID, new byte[] {1}));
  }

  @Test
  void ignoresAddressesOfNoFamily() {
    var parsed = parse(ProxyHeaders.of(0x21, 0x00).bytes(1, 2, 3, 4, 5).build());

    assertThat(parsed.header().tlvs()).isEmpty();
    assertThat(parsed.length()).isEqualTo(21);
  }

  @Test
  void keepsEveryTlv() {
    var tls =
        new byte[] {
          7, 0, 0, 0, 0, 0x21, 0, 7, 'T', 'L', 'S', 'v', '1', '.', '3', 0x22, 0, 2, 'c', 'n'
        };
    var header =
        ProxyHeaders.tcp4()
            .tlv(ProxyHeader.ALPN, "h2".getBytes(US_ASCII))
            .tlv(ProxyHeader.AUTHORITY, "a.example".getBytes(US_ASCII))
            .tlv(ProxyHeader.NOOP, new byte[3])
            .tlv(ProxyHeader.UNIQUE_ID, new byte[128])
            .tlv(ProxyHeader.SSL, tls)
            .tlv(ProxyHeader.NETWORK_NAMESPACE, "ns".getBytes(US_ASCII))
            .tlv(0xea, new byte[] {1, 2})
            .tlv(0x99, new byte[0])
            .buildSummed();

    var parsed = parse(header).header();

    assertThat(parsed.tlvs())
        .extracting(Tlv::type)
        .containsExactly(0x01, 0x02, 0x04, 0x05, 0x20, 0x30, 0xea, 0x99, 0x03);
    assertThat(parsed.tlv(ProxyHeader.AUTHORITY).orElseThrow().text()).isEqualTo("a.example");
    var found = parsed.tls().orElseThrow();
    assertThat(found.isSecure()).isTrue();
    assertThat(found.verify()).isZero();
    assertThat(found.tlvs()).extracting(Tlv::text).containsExactly("TLSv1.3", "cn");
  }

  @Test
  void refusesAHeaderWhoseChecksumIsWrong() {
    var header = ProxyHeaders.tcp4().buildSummed();
    header[16]++;

    assertThatThrownBy(() -> parse(header)).hasMessageStartingWith("found checksum ");
  }

  @ParameterizedTest
  @CsvSource({
    "0x11,0x11,found version 1",
    "0x31,0x11,found version 3",
    "0x22,0x11,found command 2",
    "0x2f,0x00,found command 15",
    "0x21,0x41,found family 4 and transport 1",
    "0x21,0x13,found family 1 and transport 3",
    "0x21,0xf0,found family 15 and transport 0",
  })
  void refusesWhatVersion2DoesNotHave(String command, String family, String message) {
    var header = ProxyHeaders.of(Integer.decode(command), Integer.decode(family)).zeros(216);

    assertThatThrownBy(() -> parse(header.build())).hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({"0x11,11", "0x21,35", "0x31,215", "0x11,0"})
  void refusesAddressesThatAreCutOff(String family, int size) {
    var header = ProxyHeaders.of(0x21, Integer.decode(family)).zeros(size).build();

    assertThatThrownBy(() -> parse(header)).hasMessageContaining("octets of addresses");
  }

  @Test
  void refusesTlvsThatAreCutOffOrTooLong() {
    assertThatThrownBy(() -> parse(ProxyHeaders.tcp4().bytes(5).build()))
        .hasMessageContaining("TLV");
    assertThatThrownBy(() -> parse(ProxyHeaders.tcp4().bytes(5, 0, 2, 1).build()))
        .hasMessageContaining("TLV");
    assertThatThrownBy(() -> parse(ProxyHeaders.tcp4().tlv(5, new byte[129]).build()))
        .hasMessageContaining("unique id of 129");
    assertThatThrownBy(() -> parse(ProxyHeaders.tcp4().tlv(0x20, new byte[4]).build()))
        .hasMessageContaining("about TLS");
    assertThatThrownBy(
            () -> parse(ProxyHeaders.tcp4().tlv(0x20, new byte[] {1, 0, 0, 0, 0, 9}).build()))
        .hasMessageContaining("TLV");
    assertThatThrownBy(() -> parse(ProxyHeaders.tcp4().tlv(3, new byte[3]).build()))
        .hasMessageContaining("checksum of 3");
  }

  /** What is too long is refused before it has come. */
  @Test
  void refusesALengthThatNoHeaderNeeds() {
    var head = ProxyHeaders.of(0x21, 0x11).build();
    head[14] = 0x40;
    head[15] = 0x01;

    assertThatThrownBy(() -> parse(head)).hasMessageContaining("16385");
  }

  private static ProxyHeaderParser.Parsed parse(String text) {
    return parse(text.getBytes(US_ASCII));
  }

  private static ProxyHeaderParser.@Nullable Parsed parse(byte[] octets) {
    return ProxyHeaderParser.parse(Unpooled.wrappedBuffer(octets));
  }
}
