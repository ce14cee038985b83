package io.weir.proxy.exchange;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlabTest {
  private static final byte[] TEXT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static Slab slab(byte[] octets) {
    var slab = new Slab(octets.length);
    slab.put(0, Unpooled.wrappedBuffer(octets), 0, octets.length);
    return slab;
  }

  @Property(tries = 200)
  void readsAsAnyOtherBufferOfTheSameOctets(@ForAll @Size(min = 8, max = 40) byte[] octets) {
    var slab = slab(octets);
    var other = Unpooled.wrappedBuffer(octets);

    for (int i = 0; i + Long.BYTES <= octets.length; i++) {
      int at = i;
      assertThat(readings().map(reading -> reading.apply(slab, at)).toList())
          .isEqualTo(readings().map(reading -> reading.apply(other, at)).toList());
    }
    assertThat(slab.slice(1, octets.length - 1)).isEqualTo(other.slice(1, octets.length - 1));
    slab.release();
  }

  private static Stream<BiFunction<ByteBuf, Integer, Object>> readings() {
    return Stream.of(
        ByteBuf::getByte,
        ByteBuf::getShort,
        ByteBuf::getShortLE,
        ByteBuf::getMedium,
        ByteBuf::getUnsignedMediumLE,
        ByteBuf::getInt,
        ByteBuf::getIntLE,
        ByteBuf::getLong,
        ByteBuf::getLongLE);
  }

  @Test
  void isCopiedToWhateverTakesOctets(@TempDir Path folder) throws IOException {
    var slab = slab(TEXT);
    var file = folder.resolve("file");
    var direct = Unpooled.directBuffer(20).writeZero(20);
    var heap = Unpooled.buffer(20).writeZero(20);
    var plain = ByteBuffer.allocate(4);
    var stream = new ByteArrayOutputStream();

    slab.getBytes(4, direct, 2, 3);
    slab.getBytes(4, heap, 2, 3);
    slab.getBytes(4, plain);
    slab.getBytes(4, stream, 3);
    try (var channel = FileChannel.open(file, CREATE, WRITE)) {
      slab.getBytes(13, channel, 3);
      slab.getBytes(0, channel, 3L, 2);
    }
    var copy = slab.copy(14, 2);

    assertThat(direct.getCharSequence(2, 3, StandardCharsets.US_ASCII)).hasToString("456");
    assertThat(heap.getCharSequence(2, 3, StandardCharsets.US_ASCII)).hasToString("456");
    assertThat(plain.array()).asString(StandardCharsets.US_ASCII).isEqualTo("4567");
    assertThat(stream).hasToString("456");
    assertThat(file).hasContent("def01");
    assertThat(copy.toString(StandardCharsets.US_ASCII)).isEqualTo("ef");
    Stream.of(slab, direct, copy).forEach(ByteBuf::release);
  }

  @Test
  void takesOctetsFromWhateverHasThem() {
    var slab = new Slab(16);
    var direct = Unpooled.directBuffer(8).writeBytes(TEXT, 0, 8);
    var several =
        Unpooled.wrappedBuffer(
            Unpooled.copiedBuffer(TEXT, 8, 4), Unpooled.copiedBuffer(TEXT, 12, 4));

    slab.put(0, direct, 0, 8);
    slab.put(8, several, 0, 8);

    assertThat(slab.getCharSequence(0, 16, StandardCharsets.US_ASCII))
        .hasToString("0123456789abcdef");
    Stream.of(slab, direct, several).forEach(ByteBuf::release);
  }

  @Test
  void isReadByAllAndWrittenByNobody() {
    var slab = slab(TEXT);

    assertThatThrownBy(() -> slab.setByte(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(() -> slab.slice(2, 2).setShort(0, 1))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(() -> slab.nioBuffer(0, 4).put(0, (byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(() -> slab.getByte(16)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slab.put(9, Unpooled.wrappedBuffer(TEXT), 0, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    slab.release();
  }

  @Test
  void livesAsLongAsOneOfItsSlices() {
    var slab = slab(TEXT);
    var slice = slab.retainedSlice(10, 6);

    boolean isFree = slab.release();
    var read = slice.toString(StandardCharsets.US_ASCII);
    boolean isFreeAtLast = slice.release();

    assertThat(isFree).isFalse();
    assertThat(read).isEqualTo("abcdef");
    assertThat(isFreeAtLast).isTrue();
    assertThatThrownBy(() -> slab.retainedSlice(0, 1)).isInstanceOf(IllegalStateException.class);
  }
}
