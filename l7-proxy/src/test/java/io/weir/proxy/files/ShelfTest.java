package io.weir.proxy.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.files.FileName.Below;
import io.weir.proxy.files.Finding.Present;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
  private static final int SMALL = 40_000;
  private static final int LARGE = FileLoad.IN_MEMORY + 1;

  @TempDir Path root;
  private final Budget budget = new Budget(100_000, 2);
  private Site site;
  private Shelf shelf;

  private void open() {
    site = new Site(root, budget);
    var folder = new Folder(root, List.of(), InstantSource.system());
    shelf = new Shelf(site.loop, folder, budget, site.nanos::get);
  }

  @AfterEach
  void close() {
    site.runAndWait(_ -> shelf.close());
    site.close();
    assertThat(budget.memory()).isZero();
    assertThat(budget.open()).isZero();
  }

  @Test
  void looksOnceForAllWhoWait() throws IOException {
    open();
    site.write("a.txt", "a");
    var looks = new ArrayList<Future<Finding>>();
    var disk = slowDisk();

    site.runAndWait(_ -> {
      looks.add(look("a.txt"));
      looks.add(look("a.txt"));
    });
    disk.countDown();

    assertThat(looks.get(1)).isSameAs(looks.get(0));
    assertThat(await(looks.get(0))).isInstanceOf(Present.class);
  }

  @Test
  void believesAFindingForASecond() throws IOException {
    open();
    site.write("a.txt", "a");
    var found = find("a.txt");

    assertThat(fresh("a.txt")).isSameAs(found);
    site.nanos.addAndGet(Shelf.FRESH_NANOS - 1);
    assertThat(fresh("a.txt")).isSameAs(found);
    site.nanos.addAndGet(1);
    assertThat(fresh("a.txt")).isNull();
    assertThat(find("a.txt")).isEqualTo(found);
    assertThat(fresh("a.txt")).isEqualTo(found);
  }

  @Test
  void givesUpTheLeastRecentlyUsedBeyondItsMemory() throws IOException {
    open();
    for (var name : List.of("a", "b", "c")) {
      site.write(name, new byte[SMALL]);
    }
    find("a");
    find("b");
    fresh("a");

    find("c");

    assertThat(fresh("b")).isNull();
    assertThat(fresh("a")).isNotNull();
    assertThat(fresh("c")).isNotNull();
    assertThat(budget.memory()).isBetween(80_000L, 100_000L);
  }

  @Test
  void closesFilesBeyondWhatMayBeOpenOnceTheyAreSent() throws Exception {
    open();
    for (var name : List.of("a", "b", "c")) {
      site.write(name, new byte[LARGE]);
    }
    var sent = (Body.FileSpan) reply("/a").body();

    site.get("/b");
    site.get("/c");

    assertThat(budget.open()).isEqualTo(2);
    assertThat(sent.file().isOpen()).isTrue();
    site.runAndWait(_ -> sent.discard());
    assertCloses(sent.file());
  }

  @Test
  void freesABufferOnlyWhenItsLastReplyIsSent() throws IOException {
    open();
    site.write("a.txt", "a");
    var content = ((Body.Whole) reply("/a.txt").body()).content();

    site.terminal.close();
    site.runAndWait(_ -> {});

    assertThat(content.refCnt()).isEqualTo(1);
    assertThat(content.getByte(0)).isEqualTo((byte) 'a');
    content.release();
    assertThat(content.refCnt()).isZero();
  }

  @Test
  void answersAndKeepsNothingAfterItIsClosed() throws IOException {
    open();
    site.write("a.txt", "a");
    site.terminal.close();

    assertThat(site.get("/a.txt").text()).isEqualTo("a");
    assertThat(site.get("/a.txt").text()).isEqualTo("a");
    site.runAndWait(_ -> {});
    assertThat(budget.memory()).isZero();
  }

  @Test
  void closesWhatNobodyAsksFor() throws Exception {
    open();
    site.write("a", new byte[LARGE]);
    var sent = (Body.FileSpan) reply("/a").body();
    site.runAndWait(_ -> sent.discard());
    assertThat(sent.file().isOpen()).isTrue();

    long later = site.nanos.addAndGet(2 * Shelf.IDLE_NANOS);
    site.runAndWait(loop -> loop.deadlines().advance(later));

    assertCloses(sent.file());
    assertThat(budget.open()).isZero();
  }

  @Test
  void refusesWhenTooManyLooksAreUnderWay() {
    open();
    var looks = new ArrayList<Future<Finding>>();

    var disk = slowDisk();

    site.runAndWait(_ -> {
      for (int i = 0; i <= Shelf.LOOKS; i++) {
        looks.add(look("nothing" + i));
      }
    });

    assertThatThrownBy(() -> await(looks.getLast()))
        .isInstanceOfSatisfying(
            ProxyFailure.class, failure -> assertThat(failure.why()).isEqualTo(Cause.QUEUE_FULL));
    disk.countDown();
    looks.removeLast();
    looks.forEach(ShelfTest::await);
    assertThat(find("nothing-more")).isNotNull();
  }

  @Test
  void keepsABoundedNumberOfFindings() {
    open();

    for (int i = 0; i < 400; i++) {
      find("nothing" + i);
    }

    assertThat(shelf.size()).isLessThan(200);
    assertThat(budget.memory()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void tellsPathsWithEqualHashesApart() {
    open();
    var key = new PathKey().over(Octets.of("xAaBBx"), 1, 5).copy();

    var same = new PathKey().over(Octets.of("AaBB"), 0, 4);
    var colliding = new PathKey().over(Octets.of("BBAa"), 0, 4);

    assertThat(key).isEqualTo(same).hasSameHashCodeAs(same).isEqualByComparingTo(same);
    assertThat(colliding).hasSameHashCodeAs(key).isNotEqualTo(key).isNotEqualByComparingTo(key);
  }

  /** Keeps every worker busy until it is counted down. */
  private CountDownLatch slowDisk() {
    var disk = new CountDownLatch(1);
    site.runAndWait(loop -> {
      for (int i = 0; i < VertxOptions.DEFAULT_WORKER_POOL_SIZE; i++) {
        loop.context().executeBlocking(() -> disk.await(20, TimeUnit.SECONDS), false);
      }
    });
    return disk;
  }

  private Reply reply(String path) {
    return Site.joined(site.reply(site.exchange("GET", path)));
  }

  private Finding find(String name) {
    var looks = new ArrayList<Future<Finding>>();
    site.runAndWait(_ -> looks.add(look(name)));
    return await(looks.getFirst());
  }

  private Finding fresh(String name) {
    var octets = Octets.of(name);
    var found = new Finding[1];
    site.runAndWait(_ -> found[0] = shelf.fresh(octets, 0, octets.length));
    return found[0];
  }

  private Future<Finding> look(String name) {
    var octets = Octets.of(name);
    return shelf.look(octets, 0, octets.length, new Below(name, false));
  }

  private static Finding await(Future<Finding> look) {
    var found = new CompletableFuture<Finding>();
    look.onSuccess(found::complete).onFailure(found::completeExceptionally);
    return Site.joined(found);
  }

  /** A worker closes it, so it is waited for: a read fails as soon as it is closed. */
  private static void assertCloses(FileChannel file) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (file.isOpen() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(file.isOpen()).isFalse();
  }
}
