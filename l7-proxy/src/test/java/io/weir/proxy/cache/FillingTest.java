package io.weir.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.ContentWriter;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.ProxyFailure;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What content that is only passed on leaves in memory. */
class FillingTest {
  private static final int PART = 64 << 10;

  private final Loop loop = Loop.detached(1);
  private final MemoryStore memory = new MemoryStore("test", 4 << 20, 1 << 20);
  private final List<Content> passing = new ArrayList<>();

  /** The store, which notes what is passed on. */
  private CacheStore store() {
    return (CacheStore)
        Proxy.newProxyInstance(
            CacheStore.class.getClassLoader(),
            new Class<?>[] {CacheStore.class},
            (_, method, arguments) -> {
              var result = method.invoke(memory, arguments);
              if (method.getName().equals("passing")) {
                passing.add(((ContentWriter) result).content());
              }
              return result;
            });
  }

  @Test
  void whatAllReadersHaveIsFreedWhileTheRestArrives() {
    var writer = Objects.requireNonNull(memory.open(CacheKey.of("http://a.test/"), -1, false));
    var stored = writer.content();
    var filling = new Filling(loop, store(), writer, -1);
    var counting = new Counting();
    filling.start(null, new Ignoring());
    Objects.requireNonNull(filling.reader(loop)).start(counting);

    for (int i = 0; i < 10 * 16; i++) {
      filling.data(Unpooled.buffer(PART).writeZero(PART));
      filling.flush();
    }

    assertThat(counting.octets).isEqualTo(10L * 16 * PART);
    assertThat(isFree(stored)).isTrue();
    assertThat(passing).hasSizeGreaterThan(8);
    assertThat(passing.subList(0, passing.size() - 1)).allMatch(FillingTest::isFree);
    filling.end(FieldLines.NONE);
    assertThat(passing).allMatch(FillingTest::isFree);
  }

  private static boolean isFree(Content content) {
    boolean isThere = content.tryRetain();
    if (isThere) {
      content.release();
    }
    return !isThere;
  }

  private static final class Ignoring implements Filling.Ending {
    @Override
    public void whole(Content content) {
      content.release();
    }

    @Override
    public void outgrown(long length) {}

    @Override
    public void broken() {}
  }

  private static final class Counting implements BodySink {
    private long octets;

    @Override
    public void data(ByteBuf part) {
      octets += part.readableBytes();
      part.release();
    }

    @Override
    public void flush() {}

    @Override
    public void end(FieldLines trailers) {}

    @Override
    public void fail(ProxyFailure why) {
      throw why;
    }
  }
}
