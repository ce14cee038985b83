package io.weir.proxy.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012): as long as its key is secret,
 * nobody can choose texts that meet in one bucket. Immutable.
 */
final class SipHash {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long k0;
  private final long k1;

  SipHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  /** Hashes the first octets into the key. */
  void hash(byte[] octets, int length, BucketKey into) {
    // Does not escape, so it costs no allocation once compiled.
    var state = new State(k0, k1);
    int whole = length & ~7;
    for (int i = 0; i < whole; i += 8) {
      state.absorb((long) WORDS.get(octets, i));
    }
    long last = (long) length << 56;
    for (int i = whole; i < length; i++) {
      last |= (octets[i] & 0xffL) << (8 * (i - whole));
    }
    state.absorb(last);
    state.v2 ^= 0xee;
    long low = state.finish();
    state.v1 ^= 0xdd;
    into.set(state.finish(), low);
  }

  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = 0x736f6d6570736575L ^ k0;
      v1 = 0x646f72616e646f6dL ^ k1 ^ 0xee;
      v2 = 0x6c7967656e657261L ^ k0;
      v3 = 0x7465646279746573L ^ k1;
    }

    void absorb(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish() {
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
