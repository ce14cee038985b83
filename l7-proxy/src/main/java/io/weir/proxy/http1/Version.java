package io.weir.proxy.http1;

/** HTTP-version of RFC 9112 2.3: eight octets, in this case only. */
final class Version {
  private Version() {}

  static final long HTTP_1_1 =
      Grammar.word("HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0);
  static final long HTTP_1_0 =
      Grammar.word("HTTP/1.0".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0);

  /** Whether the eight octets are a version, whichever. */
  static boolean isWellFormed(byte[] bytes, int at) {
    return bytes[at] == 'H'
        && bytes[at + 1] == 'T'
        && bytes[at + 2] == 'T'
        && bytes[at + 3] == 'P'
        && bytes[at + 4] == '/'
        && Grammar.isDigit(bytes[at + 5])
        && bytes[at + 6] == '.'
        && Grammar.isDigit(bytes[at + 7]);
  }

  /** Whether the major version is 1. */
  static boolean isHttp1(byte[] bytes, int at) {
    return bytes[at + 5] == '1';
  }
}
