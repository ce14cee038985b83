package io.weir.lvs.genl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.netlink.NetlinkMessage;
import io.weir.lvs.table.Family;
import java.nio.ByteBuffer;

class MessagesFuzzTest {
  /** Whatever a kernel says, it is understood or refused, and nothing else is thrown. */
  @FuzzTest
  void readsOrRefusesAnyOctets(byte[] octets) {
    try {
      for (var message : NetlinkMessage.split(ByteBuffer.wrap(octets))) {
        read(message.payload());
      }
    } catch (NetlinkException e) {
      assertThat(e.getMessage()).startsWith("cannot read what the kernel answered: ");
    }
  }

  private static void read(ByteBuffer payload) {
    swallow(() -> Messages.service(payload));
    swallow(() -> Messages.server(payload, Family.IPV4));
    swallow(() -> Messages.server(payload, Family.IPV6));
    swallow(() -> Messages.daemon(payload));
    swallow(() -> Messages.timeouts(payload));
    swallow(() -> Messages.info(payload));
  }

  private interface Reading {
    Object read() throws NetlinkException;
  }

  private static void swallow(Reading reading) {
    try {
      assertThat(reading.read()).isNotNull();
    } catch (NetlinkException e) {
      assertThat(e.getMessage()).startsWith("cannot read what the kernel answered: ");
    }
  }
}
