package io.weir.lvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Octets as captured: groups of hexadecimal digits. */
public final class Hex {
  private Hex() {}

  /** The octets. */
  public static ByteBuffer bytes(String text) {
    var digits = text.replaceAll("\\s", "");
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits)).order(ByteOrder.nativeOrder());
  }

  /** The text for octets, in groups of four. */
  public static String of(byte[] octets) {
    return HexFormat.of().formatHex(octets).replaceAll("(.{8})(?=.)", "$1 ");
  }
}
