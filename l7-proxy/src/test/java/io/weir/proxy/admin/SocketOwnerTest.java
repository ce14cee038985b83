package io.weir.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketOwnerTest {
  /** As a kernel wrote it: 127.0.0.1 port 41394 to 127.0.0.1 port 9901. */
  private static final String ROW =
      "  12: 0100007F:A1B2 0100007F:26AD 01 00000000:00000000 00:00000000 00000000 "
          + " 1000        0 123456 1 0000000000000000 20 4 30 10 -1";

  private final SocketOwner owner = little("127.0.0.1", 0xa1b2, "127.0.0.1", 9901);

  @Test
  void isTheUserOfTheRowWhoseEndsAreThose() {
    assertThat(owner.owner(ROW)).hasValue(1000);
  }

  @Test
  void knowsAnIpv4AddressInASocketOfIpv6() {
    var mapped = "0000000000000000FFFF00000100007F";
    var row = ROW.replace("0100007F", mapped);

    assertThat(owner.owner(row)).hasValue(1000);
  }

  @Test
  void knowsIpv6() {
    var loopback = "00000000000000000000000001000000";

    assertThat(little("::1", 0xa1b2, "::1", 9901).owner(ROW.replace("0100007F", loopback)))
        .hasValue(1000);
  }

  @Test
  void readsWordsInTheKernelsOrder() {
    var big = new SocketOwner(at("127.0.0.1", 0xa1b2), at("127.0.0.1", 9901), ByteOrder.BIG_ENDIAN);

    assertThat(big.owner(ROW)).isEmpty();
    assertThat(big.owner(ROW.replace("0100007F", "7F000001"))).hasValue(1000);
  }

  @Test
  void isNotTheUserOfTheOtherEnd() {
    var other = ROW.replace("0100007F:A1B2 0100007F:26AD", "0100007F:26AD 0100007F:A1B2");

    assertThat(owner.owner(other)).isEmpty();
  }

  /** Closed by its process, which may have sent a request: user 0 stands in such a row. */
  @ParameterizedTest
  @ValueSource(strings = {"02", "03", "04", "05", "06", "07", "08", "09", "0A", "0B", "0C"})
  void believesNoRowOfAConnectionThatIsNotOpen(String state) {
    assertThat(owner.owner(ROW.replace(" 01 ", " " + state + " "))).isEmpty();
  }

  @Test
  void believesNoRowOfASocketThatNobodyHas() {
    assertThat(owner.owner(ROW.replace(" 123456 ", " 0 "))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
        "12: 0100007F:A1B2 0100007F:26AD 01",
        "12: 0100007F:A1B2 0100007F:26AD 01 0:0 0:0 0 -1 0 123456 1",
        "12: 0100007F:A1B2 0100007F:26AD 01 0:0 0:0 0 99999999999 0 123456 1"
      })
  void isNobodyInWhatIsNoRow(String row) {
    assertThat(owner.owner(row)).isEmpty();
  }

  @Property
  void findsItsOwnPortsAndNoOthers(
      @ForAll @IntRange(min = 1, max = 65_535) int near,
      @ForAll @IntRange(min = 1, max = 65_535) int other,
      @ForAll @IntRange(min = 0) int user) {
    var row = "1: 0100007F:%04X 0100007F:26AD 01 0:0 0:0 0 %d 0 7 1".formatted(near, user);

    assertThat(little("127.0.0.1", near, "127.0.0.1", 9901).owner(row)).hasValue(user);
    assertThat(little("127.0.0.1", other, "127.0.0.1", 9901).owner(row).isPresent())
        .isEqualTo(other == near);
  }

  private static SocketOwner little(String near, int nearPort, String far, int farPort) {
    return new SocketOwner(at(near, nearPort), at(far, farPort), ByteOrder.LITTLE_ENDIAN);
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
