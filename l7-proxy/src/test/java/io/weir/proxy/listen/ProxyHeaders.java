package io.weir.proxy.listen;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;

/** Builds version 2 headers octet by octet. */
final class ProxyHeaders {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ProxyHeaders(int versionAndCommand, int familyAndTransport) {
    bytes(0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a);
    bytes(versionAndCommand, familyAndTransport, 0, 0);
  }

  static ProxyHeaders of(int versionAndCommand, int familyAndTransport) {
    return new ProxyHeaders(versionAndCommand, familyAndTransport);
  }

  /** 192.0.2.7:4711 connected to 198.51.100.1:443. */
  static ProxyHeaders tcp4() {
    return of(0x21, 0x11).bytes(192, 0, 2, 7, 198, 51, 100, 1, 0x12, 0x67, 0x01, 0xbb);
  }

  /** [2001:db8::7]:4711 connected to [2001:db8::1]:443. */
  static ProxyHeaders tcp6() {
    return of(0x21, 0x21)
        .bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7)
        .bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
        .bytes(0x12, 0x67, 0x01, 0xbb);
  }

  ProxyHeaders bytes(int... octets) {
    for (int octet : octets) {
      out.write(octet);
    }
    return this;
  }

  ProxyHeaders zeros(int count) {
    out.writeBytes(new byte[count]);
    return this;
  }

  ProxyHeaders tlv(int type, byte[] value) {
    bytes(type, value.length >> 8, value.length);
    out.writeBytes(value);
    return this;
  }

  /** The header, its length filled in. */
  byte[] build() {
    var octets = out.toByteArray();
    int length = octets.length - 16;
    octets[14] = (byte) (length >> 8);
    octets[15] = (byte) length;
    return octets;
  }

  /** The header with a checksum as its last TLV. */
  byte[] buildSummed() {
    var octets = tlv(0x03, new byte[4]).build();
    var sum = new CRC32C();
    sum.update(octets);
    for (int i = 0; i < 4; i++) {
      octets[octets.length - 4 + i] = (byte) (sum.getValue() >> (24 - 8 * i));
    }
    return octets;
  }
}
