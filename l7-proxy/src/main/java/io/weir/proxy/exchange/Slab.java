package io.weir.proxy.exchange;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.netty.buffer.AbstractReferenceCountedByteBuf;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of memory outside the heap that is written once and then only read, by any thread: a
 * buffer of Netty that takes 64 octets of heap with its counter, where one of Netty's own
 * allocators has some 220. Made for what is kept in great numbers. The memory is the C library's
 * ({@code malloc}), and is given back with the last count; {@link #put} alone writes.
 */
@SuppressWarnings("restricted") // the launcher enables native access; without it there is a warning
public final class Slab extends AbstractReferenceCountedByteBuf {
  /** Those that nobody gives back are looked for where that was asked for, as in tests. */
  private static final @Nullable ResourceLeakDetector<Slab> LEAKS =
      ResourceLeakDetector.getLevel().compareTo(ResourceLeakDetector.Level.SIMPLE) > 0
          ? ResourceLeakDetectorFactory.instance().newResourceLeakDetector(Slab.class)
          : null;

  /** All memory: a segment for each slab would be an object for each. */
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final MemorySegment READ = ALL.asReadOnly();

  private static final ValueLayout.OfShort SHORT =
      JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final MethodHandle MALLOC =
      bound("malloc", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FREE = bound("free", FunctionDescriptor.ofVoid(JAVA_LONG));

  private final long address;
  private final @Nullable ResourceLeakTracker<Slab> leak;

  /**
   * Takes memory, with one count, which is the caller's.
   *
   * @param octets 1 or more
   * @throws OutOfMemoryError if the system has no more
   */
  public Slab(int octets) {
    super(octets);
    this.address = malloc(octets);
    this.leak = LEAKS == null ? null : LEAKS.track(this);
  }

  /** Writes octets of a buffer; before anybody else knows that there is something at this place. */
  public void put(int at, ByteBuf from, int index, int octets) {
    checkSrcIndex(at, octets, index, from.capacity());
    if (from.hasMemoryAddress()) {
      MemorySegment.copy(ALL, from.memoryAddress() + index, ALL, address + at, octets);
    } else if (from.hasArray()) {
      MemorySegment.copy(
          from.array(), from.arrayOffset() + index, ALL, JAVA_BYTE, address + at, octets);
    } else {
      from.getBytes(index, ALL.asSlice(address + at, octets).asByteBuffer());
    }
  }

  private static MethodHandle bound(String name, FunctionDescriptor shape) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
  }

  private static long malloc(int octets) {
    long found;
    try {
      found = (long) MALLOC.invokeExact((long) octets);
    } catch (Throwable e) {
      throw new IllegalStateException("malloc throws nothing", e);
    }
    if (found == 0) {
      throw new OutOfMemoryError(
          "malloc: found no room for " + octets + " octets outside the heap");
    }
    return found;
  }

  @Override
  protected void deallocate() {
    if (leak != null) {
      leak.close(this);
    }
    try {
      FREE.invokeExact(address);
    } catch (Throwable e) {
      throw new IllegalStateException("free throws nothing", e);
    }
  }

  @Override
  public int capacity() {
    return maxCapacity();
  }

  @Override
  public ByteBuf capacity(int octets) {
    throw new ReadOnlyBufferException();
  }

  @Override
  public ByteBufAllocator alloc() {
    return UnpooledByteBufAllocator.DEFAULT;
  }

  @Override
  @SuppressWarnings("deprecation") // abstract there
  public ByteOrder order() {
    return ByteOrder.BIG_ENDIAN;
  }

  @Override
  public @Nullable ByteBuf unwrap() {
    return null;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public boolean isWritable() {
    return false;
  }

  @Override
  public boolean isWritable(int octets) {
    return false;
  }

  @Override
  public boolean isDirect() {
    return true;
  }

  @Override
  public boolean isContiguous() {
    return true;
  }

  @Override
  public boolean hasArray() {
    return false;
  }

  @Override
  public byte[] array() {
    throw new UnsupportedOperationException("direct buffer");
  }

  @Override
  public int arrayOffset() {
    throw new UnsupportedOperationException("direct buffer");
  }

  @Override
  public boolean hasMemoryAddress() {
    return true;
  }

  @Override
  public long memoryAddress() {
    ensureAccessible();
    return address;
  }

  @Override
  protected byte _getByte(int index) {
    return ALL.get(JAVA_BYTE, address + index);
  }

  @Override
  protected short _getShort(int index) {
    return ALL.get(SHORT, address + index);
  }

  @Override
  protected short _getShortLE(int index) {
    return Short.reverseBytes(_getShort(index));
  }

  @Override
  protected int _getUnsignedMedium(int index) {
    return (_getByte(index) & 0xff) << 16 | _getShort(index + 1) & 0xffff;
  }

  @Override
  protected int _getUnsignedMediumLE(int index) {
    return _getShortLE(index) & 0xffff | (_getByte(index + 2) & 0xff) << 16;
  }

  @Override
  protected int _getInt(int index) {
    return ALL.get(INT, address + index);
  }

  @Override
  protected int _getIntLE(int index) {
    return Integer.reverseBytes(_getInt(index));
  }

  @Override
  protected long _getLong(int index) {
    return ALL.get(LONG, address + index);
  }

  @Override
  protected long _getLongLE(int index) {
    return Long.reverseBytes(_getLong(index));
  }

  @Override
  public ByteBuf getBytes(int index, ByteBuf to, int at, int octets) {
    checkDstIndex(index, octets, at, to.capacity());
    if (to.hasArray()) {
      getBytes(index, to.array(), to.arrayOffset() + at, octets);
    } else {
      to.setBytes(at, nioBuffer(index, octets));
    }
    return this;
  }

  @Override
  public ByteBuf getBytes(int index, byte[] to, int at, int octets) {
    checkDstIndex(index, octets, at, to.length);
    MemorySegment.copy(ALL, JAVA_BYTE, address + index, to, at, octets);
    return this;
  }

  @Override
  public ByteBuf getBytes(int index, ByteBuffer to) {
    to.put(nioBuffer(index, to.remaining()));
    return this;
  }

  @Override
  public ByteBuf getBytes(int index, OutputStream to, int octets) throws IOException {
    var copy = new byte[octets];
    getBytes(index, copy, 0, octets);
    to.write(copy);
    return this;
  }

  @Override
  public int getBytes(int index, GatheringByteChannel to, int octets) throws IOException {
    return to.write(nioBuffer(index, octets));
  }

  @Override
  public int getBytes(int index, FileChannel to, long position, int octets) throws IOException {
    return to.write(nioBuffer(index, octets), position);
  }

  @Override
  public ByteBuf copy(int index, int octets) {
    checkIndex(index, octets);
    return alloc().directBuffer(octets).writeBytes(this, index, octets);
  }

  @Override
  public int nioBufferCount() {
    return 1;
  }

  @Override
  public ByteBuffer nioBuffer(int index, int octets) {
    checkIndex(index, octets);
    return READ.asSlice(address + index, octets).asByteBuffer();
  }

  @Override
  public ByteBuffer internalNioBuffer(int index, int octets) {
    return nioBuffer(index, octets);
  }

  @Override
  public ByteBuffer[] nioBuffers(int index, int octets) {
    return new ByteBuffer[] {nioBuffer(index, octets)};
  }

  @Override
  protected void _setByte(int index, int value) {
    throw new ReadOnlyBufferException();
  }

  @Override
  protected void _setShort(int index, int value) {
    throw new ReadOnlyBufferException();
  }

  @Override
  protected void _setShortLE(int index, int value) {
    throw new ReadOnlyBufferException();
  }

  @Override
  protected void _setMedium(int index, int value) {
    throw new ReadOnlyBufferException();
  }

  @Override
  protected void _setMediumLE(int index, int value) {
    throw new ReadOnlyBufferException();
  }

  @Override
  protected void _setInt(int index, int value) {
    throw new ReadOnlyBufferException();
  }

  @Override
  protected void _setIntLE(int index, int value) {
    throw new ReadOnlyBufferException();
  }

  @Override
  protected void _setLong(int index, long value) {
    throw new ReadOnlyBufferException();
  }

  @Override
  protected void _setLongLE(int index, long value) {
    throw new ReadOnlyBufferException();
  }

  @Override
  public ByteBuf setBytes(int index, ByteBuf from, int at, int octets) {
    throw new ReadOnlyBufferException();
  }

  @Override
  public ByteBuf setBytes(int index, byte[] from, int at, int octets) {
    throw new ReadOnlyBufferException();
  }

  @Override
  public ByteBuf setBytes(int index, ByteBuffer from) {
    throw new ReadOnlyBufferException();
  }

  @Override
  public int setBytes(int index, InputStream from, int octets) {
    throw new ReadOnlyBufferException();
  }

  @Override
  public int setBytes(int index, ScatteringByteChannel from, int octets) {
    throw new ReadOnlyBufferException();
  }

  @Override
  public int setBytes(int index, FileChannel from, long position, int octets) {
    throw new ReadOnlyBufferException();
  }
}
