package io.weir.proxy.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Addresses and networks against the JDK's own and against a walk through the list. */
class AddressPropertyTest {
  @Property
  void readsWhatItWrites(@ForAll("addresses") byte[] address) throws UnknownHostException {
    var expected = InetAddress.getByAddress(address).getAddress();

    var text = ParsedAddress.of(address).text();

    assertThat(ParsedAddress.parse(text).orElseThrow().bytes()).isEqualTo(expected);
    assertThat(InetAddress.getByName(text).getAddress()).isEqualTo(expected);
  }

  @Property
  void readsWhatTheJdkWrites(@ForAll("addresses") byte[] address) throws UnknownHostException {
    var jdk = InetAddress.getByAddress(address);

    var parsed = ParsedAddress.parse(jdk.getHostAddress());

    assertThat(parsed.orElseThrow().bytes()).isEqualTo(jdk.getAddress());
  }

  @Property(tries = 1000)
  void containsWhatOneOfTheNetworksContains(
      @ForAll("networks") List<Cidr> networks, @ForAll("close") byte[] address) {
    boolean expected = networks.stream().anyMatch(network -> network.contains(address));

    assertThat(AddressTrie.of(networks).contains(address)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<byte[]> addresses() {
    Arbitrary<Byte> octets = Arbitraries.of((byte) 0, (byte) 1, (byte) -1, (byte) 0x70);
    var four = octets.array(byte[].class).ofSize(4);
    return Arbitraries.oneOf(four, octets.array(byte[].class).ofSize(16));
  }

  @Provide
  Arbitrary<byte[]> close() {
    return Arbitraries.oneOf(bits(4), bits(16));
  }

  @Provide
  Arbitrary<List<Cidr>> networks() {
    var network =
        close()
            .flatMap(address ->
                Arbitraries.integers()
                    .between(0, address.length * 8)
                    .map(prefix -> new Cidr(masked(address, prefix), prefix)));
    return network.list().ofMaxSize(40);
  }

  private static Arbitrary<byte[]> bits(int size) {
    Arbitrary<Byte> octets = Arbitraries.of((byte) 0, (byte) 0x80, (byte) 1, (byte) -1);
    return octets.array(byte[].class).ofSize(size);
  }

  private static byte[] masked(byte[] address, int prefix) {
    var masked = Arrays.copyOf(address, address.length);
    for (int bit = prefix; bit < address.length * 8; bit++) {
      masked[bit >> 3] &= (byte) ~(1 << (7 - (bit & 7)));
    }
    return masked;
  }
}
