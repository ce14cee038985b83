package io.weir.proxy.cache.disk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.ContentSource;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Loop;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Content in a file. Sent without a copy once its checksums have been seen to hold; until then a
 * worker reads it block by block, and hands out what is right. That it was read of late also makes
 * it likely that it is in the kernel's memory, so that to send it does not hold up the loop. Those
 * who count it hold the open file; the store that keeps it does not, so that files can be closed.
 */
final class FileContent implements Content {
  /** What is shorter is checked as a whole before any of it is sent. */
  static final long AT_ONCE = 16L << 20;

  /** How long it is taken for right and for being in the kernel's memory. */
  private static final long GOOD_NANOS = Duration.ofMinutes(1).toNanos();

  private final OpenFile file;
  private final long start;
  private final long length;
  private final int[] sums;
  private final Readers readers;
  private final AtomicLongArray checked;
  private volatile long goodUntil;
  private volatile boolean isGood;

  FileContent(OpenFile file, RecordStart record, int[] sums, Readers readers) {
    this.file = file;
    this.start = record.position();
    this.length = record.length();
    this.sums = sums;
    this.readers = readers;
    this.checked = new AtomicLongArray((sums.length + 63) / 64);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long memory() {
    return 64L + 4L * sums.length + 8L * checked.length();
  }

  /** Whether these are the same octets, as far as checksums tell. */
  boolean isSame(long otherLength, int[] otherSums) {
    return otherLength == length && Arrays.equals(otherSums, sums);
  }

  @Override
  public boolean isAtHand() {
    return file.isOpen() && (length > AT_ONCE || isGood && System.nanoTime() - goodUntil < 0);
  }

  @Override
  public boolean tryRetain() {
    return file.tryHold();
  }

  @Override
  public void release() {
    file.letGo();
  }

  @Override
  public void forgotten() {
    // The store held nothing.
  }

  @Override
  public @Nullable ByteBuf slice(long position, int most) {
    return null;
  }

  @Override
  public @Nullable Body body(Loop loop, long from, long octets) {
    if (octets == 0) {
      return Body.EMPTY;
    }
    if (!file.tryHold()) {
      return null;
    }
    return isGood
        ? new Body.FileSpan(file.channel(), start + from, octets, file::letGo)
        : new Body.Stream(new ContentSource(loop, this, from, octets), octets, false);
  }

  @Override
  public Future<ByteBuf> read(Loop loop, long position, int most) {
    return readers.read(loop, () -> block(position, most));
  }

  /** Reads all of it and sees whether it is right. Blocks. */
  void check() throws IOException {
    for (int i = 0; i < sums.length; i++) {
      block((long) i * Sums.BLOCK, 1).release();
    }
  }

  /** Reads all of it into the buffer and sees whether it is right. Blocks. */
  void readAll(ByteBuf to) throws IOException {
    for (int i = 0; i < sums.length; i++) {
      var block = block((long) i * Sums.BLOCK, Sums.BLOCK);
      to.writeBytes(block);
      block.release();
    }
  }

  /** What lies in one block from the position on, if the block is right. Blocks. */
  private ByteBuf block(long position, int most) throws IOException {
    int number = (int) (position / Sums.BLOCK);
    long first = (long) number * Sums.BLOCK;
    int size = (int) Math.min(Sums.BLOCK, length - first);
    var block = PooledByteBufAllocator.DEFAULT.directBuffer(size, size);
    boolean isRight = false;
    try {
      Octets.fill(file.channel(), start + first, block);
      if (Sums.of(block) != sums[number]) {
        throw new DamagedRecord("found another checksum at " + (start + first));
      }
      isRight = true;
    } finally {
      if (!isRight) {
        block.release();
      }
    }
    passed(number);
    int skipped = (int) (position - first);
    return block.setIndex(skipped, skipped + Math.min(most, size - skipped));
  }

  private void passed(int number) {
    checked.getAndAccumulate(number / 64, 1L << number, (a, b) -> a | b);
    int count = 0;
    for (int i = 0; i < checked.length(); i++) {
      count += Long.bitCount(checked.get(i));
    }
    if (count == sums.length) {
      goodUntil = System.nanoTime() + GOOD_NANOS;
      isGood = true;
    }
  }
}
