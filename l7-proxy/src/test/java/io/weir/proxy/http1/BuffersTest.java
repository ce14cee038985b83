package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class BuffersTest {
  @Property
  void joinsBothAndReleasesWhatIsNotReturned(
      @ForAll @Size(max = 40) byte[] before,
      @ForAll @Size(min = 1, max = 40) byte[] more,
      @ForAll boolean hasRoom,
      @ForAll boolean isShared) {
    var first = Unpooled.buffer(hasRoom ? 100 : Math.max(1, before.length), 200);
    first.writeBytes(before);
    var second = Unpooled.copiedBuffer(more);
    ByteBuf slice = isShared ? first.retainedSlice() : Unpooled.EMPTY_BUFFER;

    var joined = Buffers.append(UnpooledByteBufAllocator.DEFAULT, first, second);

    var octets = new byte[joined.readableBytes()];
    joined.getBytes(joined.readerIndex(), octets);
    assertThat(octets).isEqualTo(Unpooled.wrappedBuffer(before, more).copy().array());
    assertThat(slice.readableBytes()).isEqualTo(isShared ? before.length : 0);
    joined.release();
    slice.release();
    assertThat(first.refCnt()).isZero();
    assertThat(second.refCnt()).isZero();
  }
}
