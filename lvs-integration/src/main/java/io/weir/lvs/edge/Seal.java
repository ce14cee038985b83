package io.weir.lvs.edge;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Signs or checks the messages of one direction of one stream, and counts them, so that none can be
 * said twice, left out or put elsewhere. For one thread.
 */
final class Seal {
  private static final int COUNT = Long.BYTES;
  private static final int TAG = 16;

  /** What a message becomes longer by. */
  static final int OVERHEAD = COUNT + TAG;

  private final byte[] key;
  private long next;

  Seal(byte[] key) {
    this.key = key.clone();
  }

  /** The count, the message and its signature. */
  byte[] close(byte[] message) {
    byte[] sealed =
        ByteBuffer.allocate(message.length + OVERHEAD).putLong(next).put(message).array();
    byte[] tag = tag(sealed);
    System.arraycopy(tag, 0, sealed, sealed.length - TAG, TAG);
    next++;
    return sealed;
  }

  /**
   * The message, of which nothing is looked at before its signature.
   *
   * @throws EdgeException if it is not signed, or not the next one
   */
  byte[] open(byte[] sealed) throws EdgeException {
    if (sealed.length < OVERHEAD) {
      throw new EdgeException(Refusal.MALFORMED);
    }
    byte[] found = Arrays.copyOfRange(sealed, sealed.length - TAG, sealed.length);
    if (!MessageDigest.isEqual(found, tag(sealed))) {
      throw new EdgeException(Refusal.NOT_SIGNED);
    }
    if (ByteBuffer.wrap(sealed).getLong() != next) {
      throw new EdgeException(Refusal.OUT_OF_ORDER);
    }
    next++;
    return Arrays.copyOfRange(sealed, COUNT, sealed.length - TAG);
  }

  private byte[] tag(byte[] sealed) {
    return Arrays.copyOf(Hmac.of(key, Arrays.copyOf(sealed, sealed.length - TAG)), TAG);
  }
}
