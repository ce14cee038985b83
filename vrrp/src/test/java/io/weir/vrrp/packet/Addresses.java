package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses from text, without a look-up. */
public final class Addresses {
  private Addresses() {}

  public static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
