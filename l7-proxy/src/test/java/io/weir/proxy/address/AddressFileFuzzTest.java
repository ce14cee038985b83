package io.weir.proxy.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Any octets are a set, or are refused with places. */
class AddressFileFuzzTest {
  @FuzzTest
  void readsAnyOctets(byte[] octets) throws IOException {
    try {
      var trie = AddressFileReader.read(new ByteArrayInputStream(octets), "f");

      assertThat(trie.size()).isLessThanOrEqualTo(octets.length);
      trie.contains(new byte[4]);
      trie.contains(new byte[16]);
    } catch (BadAddressFile refused) {
      assertThat(refused.mistakes())
          .isNotEmpty()
          .allMatch(it -> it.matches("(?s)f:\\d+: found .*"));
    }
  }
}
