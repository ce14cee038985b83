package io.weir.proxy.files;

import io.weir.proxy.exchange.Octets;

/** A content coding that a file may lie beside itself in, most wanted first. */
enum Coding {
  BROTLI("br", ".br"),
  ZSTD("zstd", ".zst"),
  GZIP("gzip", ".gz"),
  IDENTITY("identity", "");

  private final String token;
  private final byte[] octets;
  private final String suffix;

  Coding(String token, String suffix) {
    this.token = token;
    this.octets = Octets.of(token);
    this.suffix = suffix;
  }

  /** Its place in arrays and sets of bits. */
  int place() {
    return ordinal();
  }

  /** The name in {@code Content-Encoding}. */
  String token() {
    return token;
  }

  /** What the names of such files end in. */
  String suffix() {
    return suffix;
  }

  /** Whether the octets name this coding, in any case. */
  boolean isSpelled(byte[] bytes, int start, int end) {
    return end - start == octets.length && Octets.isLower(bytes, start, octets);
  }
}
