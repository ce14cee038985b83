package io.weir.lvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
  @Test
  void readsANestWithAndWithoutTheFlagOfNests() throws NetlinkException {
    var with = Attributes.of(Hex.bytes("0c000180 08000200 2a000000"));
    var without = Attributes.of(Hex.bytes("0c000100 08000200 2a000000"));

    assertThat(with.nest(1).orElseThrow().u32(2)).hasValue(42);
    assertThat(without.nest(1).orElseThrow().u32(2)).hasValue(42);
  }

  @Test
  void passesOverWhatItDoesNotKnow() throws NetlinkException {
    var attributes = Attributes.of(Hex.bytes("0500ff0f aa000000 08000200 2a000000"));

    assertThat(attributes.u32(2)).hasValue(42);
    assertThat(attributes.u32(3)).isEmpty();
  }

  @Test
  void takesTheLastOfTwoAsTheKernelDoes() throws NetlinkException {
    var attributes = Attributes.of(Hex.bytes("08000200 01000000 08000200 02000000"));

    assertThat(attributes.u32(2)).hasValue(2);
  }

  @Test
  void needsNoPaddingBehindTheLast() throws NetlinkException {
    var attributes = Attributes.of(Hex.bytes("06000100 0200"));

    assertThat(attributes.u16(1)).hasValue(2);
  }

  @Test
  void endsATextAtItsNulOrWithTheAttribute() throws NetlinkException {
    var attributes = Attributes.of(Hex.bytes("08000600 77727200 06000700 72720000"));

    assertThat(attributes.text(6)).hasValue("wrr");
    assertThat(attributes.text(7)).hasValue("rr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"03000100", "00000100 00000000", "09000100 00000000", "ffff0100 00000000"})
  void refusesALengthThatCannotBe(String octets) {
    assertThatThrownBy(() -> Attributes.of(Hex.bytes(octets)))
        .isInstanceOf(NetlinkException.class)
        .hasMessageContaining("an attribute of ");
  }

  @Test
  void refusesAValueThatIsTooShortForItsType() throws NetlinkException {
    var attributes = Attributes.of(Hex.bytes("06000100 0200 0000"));

    assertThatThrownBy(() -> attributes.u32(1))
        .isInstanceOf(NetlinkException.class)
        .hasMessageContaining("attribute 1 has 2 octets; expected 4");
  }

  @Test
  void writesPortsInNetworkOrderAndPadsToFour() {
    var payload = new AttributeWriter().be16(2, 80).u8(13, 1).text(6, "rr").payload();

    assertThat(payload)
        .isEqualTo(Hex.bytes("06000200 00500000 05000d00 01000000 07000600 72720000"));
  }

  @Test
  void growsAsMuchAsIsWritten() throws NetlinkException {
    var writer = new AttributeWriter();
    for (int i = 0; i < 1000; i++) {
      writer.nest(1, out -> out.octets(2, new byte[100]));
    }

    assertThat(Attributes.of(writer.payload()).nests(1)).hasSize(1000);
  }

  @Property
  void readsWhatItWrites(
      @ForAll @IntRange(min = 0, max = 255) int octet,
      @ForAll @IntRange(min = 0, max = 65535) int port,
      @ForAll int number,
      @ForAll @StringLength(max = 40) String text)
      throws NetlinkException {
    var name = text.replace("\0", "");
    var payload =
        new AttributeWriter()
            .u8(1, octet)
            .u16(2, port)
            .nest(3, out -> out.be16(4, port).u32(5, number).text(6, name))
            .payload();

    var attributes = Attributes.of(payload);

    assertThat(attributes.u8(1)).hasValue(octet);
    assertThat(attributes.u16(2)).hasValue(port);
    var nest = attributes.nest(3).orElseThrow();
    assertThat(nest.be16(4)).hasValue(port);
    assertThat(nest.u32(5)).hasValue(number);
    assertThat(nest.octets(6).orElseThrow())
        .isEqualTo((name + "\0").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
