package io.weir.proxy.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultEventLoop;
import io.vertx.core.Future;
import io.weir.proxy.exchange.Loop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadersTest {
  private static final int THREADS = 4;
  private static final int WAITING = 256;

  private final DefaultEventLoop events = new DefaultEventLoop();

  @SuppressWarnings("NullAway") // nothing of Vert.x runs here
  private final Loop loop = new Loop(0, events, null, 1);

  private final Readers readers = new Readers("test");

  @AfterEach
  void stop() {
    readers.close();
    events.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Test
  void refusesLookUpsWhenManyWaitAndNeverAReplyThatHasBegun() throws InterruptedException {
    var disk = new CountDownLatch(1);
    var busy = new CountDownLatch(THREADS);
    var taken = new ArrayList<Future<Integer>>();
    for (int i = 0; i < THREADS + WAITING; i++) {
      taken.add(readers.lookUp(loop, () -> slow(busy, disk)));
      if (i == THREADS - 1) {
        busy.await();
      }
    }

    var refused = readers.lookUp(loop, () -> slow(busy, disk));
    var inReply = new ArrayList<Future<Integer>>();
    for (int i = 0; i < 1000; i++) {
      inReply.add(readers.read(loop, () -> 2));
    }
    disk.countDown();

    assertThatThrownBy(() -> result(refused)).rootCause().isInstanceOf(IOException.class);
    assertThat(taken).allSatisfy(one -> assertThat(result(one)).isEqualTo(1));
    assertThat(inReply).allSatisfy(one -> assertThat(result(one)).isEqualTo(2));
    assertThat(result(readers.lookUp(loop, () -> 3))).isEqualTo(3);
  }

  private static int slow(CountDownLatch busy, CountDownLatch disk) {
    busy.countDown();
    try {
      disk.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return 1;
  }

  private static <T> T result(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
