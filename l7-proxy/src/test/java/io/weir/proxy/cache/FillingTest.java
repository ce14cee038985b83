package io.weir.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.ContentWriter;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.ProxyFailure;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What content that is only passed on leaves in memory. */
class FillingTest {
  private static final int PART = 64 << 10;

  private final Loop loop = Loop.detached(1);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @SuppressWarnings("NullAway") // nothing of Vert.x runs here
  private final Loop running = new Loop(0, channel.eventLoop(), null, 1);

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

  @Test
  void whatIsPassedOnIsReadNoFurtherThanAWindowAheadOfTheSlowest() {
    var window = new Noting();
    var filling = Filling.passing(running, store(), -1, window);
    var source = new Endless(filling);
    var quick = Objects.requireNonNull(filling.reader(running));
    var slow = Objects.requireNonNull(filling.reader(running));
    quick.start(new Counting());
    slow.pause();
    slow.start(new Counting());
    filling.start(source, null);
    filling.opened();
    source.giveWhileWanted(100);
    pass(Duration.ofSeconds(2));

    source.giveWhileWanted(100);
    long given = source.given;
    slow.resume();
    channel.runPendingTasks();
    int more = source.giveWhileWanted(10);
    quick.cancel();
    slow.cancel();
    channel.runPendingTasks();

    assertThat(given).isBetween(Filling.WINDOW, Filling.WINDOW + PART);
    assertThat(more).isEqualTo(10);
    assertThat(passing).allMatch(FillingTest::isFree);
    assertThat(window.isFreed).isTrue();
  }

  @Test
  void whoComesIsLetInUntilNobodyHasComeForAMoment() {
    var window = new Noting();
    var filling = Filling.passing(running, store(), -1, window);
    var source = new Endless(filling);
    filling.start(source, null);

    source.giveWhileWanted(100);
    long before = source.given;
    var late = Objects.requireNonNull(filling.reader(running));
    var counting = new Counting();
    late.start(counting);
    filling.opened();
    pass(Duration.ofMillis(50));
    var later = Objects.requireNonNull(filling.reader(running));
    pass(Duration.ofSeconds(2));
    later.cancel();
    channel.runPendingTasks();
    source.giveWhileWanted(100);

    assertThat(before).isBetween(Filling.FIRST, Filling.FIRST + PART);
    assertThat(counting.octets).isEqualTo(source.given).isGreaterThan(Filling.WINDOW);
    assertThat(filling.reader(running)).isNull();
    assertThat(window.isClosed).isTrue();
    assertThat(window.isFreed).isFalse();
    late.cancel();
    channel.runPendingTasks();
    assertThat(window.isFreed).isTrue();
  }

  @Test
  void whoWaitedIsLetInThoughAllHasArrivedMeanwhile() {
    var window = new Noting();
    var filling = Filling.passing(running, store(), PART, window);
    filling.start(new Endless(filling), null);
    filling.data(Unpooled.buffer(PART).writeZero(PART));
    filling.end(FieldLines.NONE);

    var counting = new Counting();
    Objects.requireNonNull(filling.reader(running)).start(counting);
    filling.opened();
    channel.runPendingTasks();

    assertThat(counting.octets).isEqualTo(PART);
    assertThat(filling.reader(running)).isNull();
    assertThat(window.isFreed).isTrue();
    assertThat(passing).allMatch(FillingTest::isFree);
  }

  @Test
  void whoHoldsOthersUpIsLeftBehindIfThereIsAnotherWay() {
    var filling = Filling.passing(running, store(), -1, new Noting());
    var source = new Endless(filling);
    var left = new ArrayList<String>();
    var quick = Objects.requireNonNull(filling.reader(running));
    var slow = Objects.requireNonNull(filling.reader(running));
    quick.otherwise(() -> left.add("quick"));
    slow.otherwise(() -> left.add("slow"));
    quick.start(new Counting());
    slow.pause();
    slow.start(new Counting());
    filling.start(source, null);
    filling.opened();
    source.giveWhileWanted(100);
    pass(Duration.ofSeconds(2));
    source.giveWhileWanted(100);

    pass(Duration.ofSeconds(4));

    assertThat(left).containsExactly("slow");
    assertThat(source.giveWhileWanted(100)).isEqualTo(100);
    quick.cancel();
    channel.runPendingTasks();
    assertThat(passing).allMatch(FillingTest::isFree);
  }

  /** Has the loop's time-outs fire up to a moment from now, and what they ask for run. */
  private void pass(Duration fromNow) {
    running.deadlines().advance(System.nanoTime() + fromNow.toNanos());
    channel.runPendingTasks();
  }

  private static boolean isFree(Content content) {
    boolean isThere = content.tryRetain();
    if (isThere) {
      content.release();
    }
    return !isThere;
  }

  /** Gives parts as long as it is not paused. */
  private static final class Endless implements BodySource {
    private final Filling filling;
    private boolean isPaused;
    private long given;

    Endless(Filling filling) {
      this.filling = filling;
    }

    /** Returns how many of these parts were wanted. */
    int giveWhileWanted(int parts) {
      int wanted = 0;
      while (wanted < parts && !isPaused) {
        filling.data(Unpooled.buffer(PART).writeZero(PART));
        filling.flush();
        given += PART;
        wanted++;
      }
      return wanted;
    }

    @Override
    public void start(BodySink sink) {}

    @Override
    public void pause() {
      isPaused = true;
    }

    @Override
    public void resume() {
      isPaused = false;
    }

    @Override
    public void cancel() {
      isPaused = true;
    }
  }

  private static final class Noting implements Window {
    private boolean isClosed;
    private boolean isFreed;

    @Override
    public void closed() {
      isClosed = true;
    }

    @Override
    public void freed() {
      isFreed = true;
    }
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
