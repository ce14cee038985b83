package io.weir.proxy.cache.disk;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The checksums of content, one for each {@link #BLOCK}, made while it passes. Belongs to one
 * thread.
 */
final class Sums {
  /** Octets that one checksum covers. */
  static final int BLOCK = 256 << 10;

  private final CRC32C current = new CRC32C();
  private int[] sums = new int[1];
  private int count;
  private int inBlock;

  /** How many blocks so many octets have. */
  static int blocks(long length) {
    return (int) ((length + BLOCK - 1) / BLOCK);
  }

  /** The checksum of the readable octets. */
  static int of(ByteBuf block) {
    var sum = new CRC32C();
    for (var part : block.nioBuffers()) {
      sum.update(part);
    }
    return (int) sum.getValue();
  }

  /** Adds the readable octets, which stay the caller's. */
  void add(ByteBuf part) {
    for (var octets : part.nioBuffers()) {
      while (octets.hasRemaining()) {
        int now = Math.min(octets.remaining(), BLOCK - inBlock);
        current.update(octets.slice().limit(now));
        octets.position(octets.position() + now);
        inBlock += now;
        if (inBlock == BLOCK) {
          endBlock();
        }
      }
    }
  }

  private void endBlock() {
    if (count == sums.length) {
      sums = Arrays.copyOf(sums, count * 2);
    }
    sums[count++] = (int) current.getValue();
    current.reset();
    inBlock = 0;
  }

  /** All of them; nothing follows. */
  int[] done() {
    if (inBlock > 0) {
      endBlock();
    }
    return Arrays.copyOf(sums, count);
  }
}
