package io.weir.proxy.cache.purge;

/**
 * FNV-1a of 64 bits with the last steps of SplitMix64 behind it. The same in every process, since
 * hashes may be kept on disks.
 */
final class Hash {
  static final long START = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;

  private Hash() {}

  static long add(long hash, int octet) {
    return (hash ^ (octet & 0xff)) * PRIME;
  }

  static long done(long sum) {
    long hash = (sum ^ (sum >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  static long of(byte[] octets, int end) {
    long hash = START;
    for (int i = 0; i < end; i++) {
      hash = add(hash, octets[i]);
    }
    return done(hash);
  }
}
