package io.weir.proxy.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTrieTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.0.0.0/8, ::10.1.2.3, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "::/0, 1.2.3.4, false",
    "1.2.3.4/32, 1.2.3.4, true",
    "1.2.3.4/32, 1.2.3.5, false",
    "2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, true",
    "2001:db8::/32, 2001:db9::, false",
    "2001:db8::1/128, 2001:db8::1, true",
    "2001:db8::1/128, 2001:db8::2, false",
    "2001:db8:0:0:8000::/65, 2001:db8::8000:0:0:1, true",
    "2001:db8:0:0:8000::/65, 2001:db8::7fff:0:0:1, false",
  })
  void holdsANetworkToItsPrefix(String network, String address, boolean expected) {
    var trie = trie(network);

    assertThat(trie.contains(bytes(address))).isEqualTo(expected);
  }

  @Test
  void hasNobodyWhenNothingIsInIt() {
    assertThat(AddressTrie.EMPTY.contains(new byte[4])).isFalse();
    assertThat(AddressTrie.EMPTY.contains(new byte[16])).isFalse();
    assertThat(AddressTrie.EMPTY.size()).isZero();
  }

  @Test
  void leavesOutNetworksInsideOthers() {
    var trie = trie("10.1.0.0/16", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/9", "11.0.0.0/8");

    assertThat(trie.size()).isEqualTo(2);
    assertThat(trie.contains(bytes("10.200.0.1"))).isTrue();
  }

  /** The walk skips the bits that all entries share, so a stranger must differ in just those. */
  @Test
  void comparesTheBitsThatTheWalkSkipped() {
    var trie = trie("2001:db8:1:1::/64", "2001:db8:1:2::/64", "10.1.1.1/32", "10.1.1.2/32");

    assertThat(trie.contains(bytes("2001:db8:1:1::9"))).isTrue();
    assertThat(trie.contains(bytes("2001:db8:1:2::9"))).isTrue();
    assertThat(trie.contains(bytes("10.1.1.2"))).isTrue();
    assertThat(trie.contains(bytes("2001:db9:1:1::9"))).isFalse();
    assertThat(trie.contains(bytes("10.9.1.1"))).isFalse();
  }

  /** Mixed lengths in clusters, against a look at every prefix length. */
  @Test
  void findsWhatALookAtEveryPrefixLengthFinds() {
    var random = new Random(7);
    var builder = new AddressTrieBuilder();
    var known = new HashSet<String>();
    for (int i = 0; i < 20_000; i++) {
      var address = clustered(random);
      int prefix = address.length == 4 ? random.nextInt(24, 33) : random.nextInt(100, 129);
      var network = masked(address, prefix);
      builder.add(network, prefix);
      known.add(Arrays.toString(network) + prefix);
    }
    var trie = builder.build();

    int inside = 0;
    for (int i = 0; i < 20_000; i++) {
      var address = clustered(random);
      boolean expected = false;
      for (int prefix = 0; prefix <= address.length * 8; prefix++) {
        expected |= known.contains(Arrays.toString(masked(address, prefix)) + prefix);
      }
      inside += expected ? 1 : 0;
      assertThat(trie.contains(address)).as(Arrays.toString(address)).isEqualTo(expected);
    }

    assertThat(inside).isBetween(1_000, 19_000);
  }

  private static byte[] clustered(Random random) {
    var address = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(address);
    address[0] = (byte) (random.nextInt(3) + 0x20);
    address[1] &= 7;
    if (address.length == 16) {
      address[2] = 0;
      address[3] &= 1;
      Arrays.fill(address, 4, 6 + random.nextInt(10), (byte) 0);
    }
    return address;
  }

  private static byte[] masked(byte[] address, int prefix) {
    var masked = address.clone();
    for (int bit = prefix; bit < masked.length * 8; bit++) {
      masked[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
    }
    return masked;
  }

  /** A million addresses: what the documents say of memory. */
  @Test
  void keepsAMillionAddressesInLittleMemory() {
    var builder = new AddressTrieBuilder();
    var random = new Random(1);
    for (int i = 0; i < 1_000_000; i++) {
      builder.addFour(random.nextInt(), 32);
    }

    var trie = builder.build();

    assertThat(trie.size()).isGreaterThan(999_000);
    assertThat(trie.bytes()).isLessThan(30_000_000);
  }

  private static AddressTrie trie(String... networks) {
    var builder = new AddressTrieBuilder();
    for (var network : networks) {
      int slash = network.indexOf('/');
      builder.add(
          bytes(network.substring(0, slash)), Integer.parseInt(network.substring(slash + 1)));
    }
    return builder.build();
  }

  private static byte[] bytes(String address) {
    if (address.startsWith("::ffff:")) {
      // As it comes from a socket; reading the text would fold it.
      var bytes = new byte[16];
      bytes[10] = -1;
      bytes[11] = -1;
      System.arraycopy(bytes(address.substring(7)), 0, bytes, 12, 4);
      return bytes;
    }
    return ParsedAddress.parse(address).orElseThrow().bytes();
  }
}
