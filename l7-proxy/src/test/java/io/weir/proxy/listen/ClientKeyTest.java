package io.weir.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ClientKeyTest {
  @Test
  void everyIpv4AddressIsAClientOfItsOwn() throws UnknownHostException {
    assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
    assertThat(key("255.255.255.255")).isNotEqualTo(key("127.255.255.255"));
  }

  @Test
  void addressesOfOneIpv6NetworkAreOneClient() throws UnknownHostException {
    assertThat(key("2001:db8:0:1::1")).isEqualTo(key("2001:db8:0:1:ffff:ffff:ffff:ffff"));
    assertThat(key("2001:db8:0:1::1")).isNotEqualTo(key("2001:db8:0:2::1"));
  }

  @Test
  void noSenderOfIpv6IsTakenForOneOfIpv4() throws UnknownHostException {
    assertThat(key("::c000:201:0:0")).isNotEqualTo(key("192.0.2.1"));
    assertThat(key("::1")).isNotEqualTo(key("0.0.0.1"));
  }

  private static long key(String address) throws UnknownHostException {
    return ClientKey.of(InetAddress.getByName(address).getAddress());
  }
}
