package io.weir.lvs.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.lvs.netlink.NetlinkException;
import java.nio.ByteBuffer;

class AddressMessagesFuzzTest {
  /**
   * Whatever a kernel says of addresses, it is understood or refused, and nothing else is thrown.
   */
  @FuzzTest
  void readsOrRefusesAnyOctets(byte[] octets) {
    try {
      AddressMessages.read(ByteBuffer.wrap(octets))
          .ifPresent(held -> assertThat(held.prefix()).isBetween(0, 255));
    } catch (NetlinkException e) {
      assertThat(e.getMessage()).startsWith("cannot read what the kernel answered: ");
    }
  }
}
