package io.weir.proxy.cache.disk;

import static io.weir.proxy.cache.disk.Bench.NOTHING;
import static io.weir.proxy.cache.disk.Bench.key;
import static io.weir.proxy.cache.disk.Bench.octets;
import static io.weir.proxy.cache.disk.Bench.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.proxy.cache.rule.Lines;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.Extent;
import io.weir.proxy.exchange.Body;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TieredStoreTest {
  private static final CacheKey KEY = key("a");

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void putTwice(CacheKey key, byte[] content, String... fields) {
    bench.putTwice(key, content, fields);
  }

  @Test
  void whatIsAskedForOnceIsNotWritten() {
    bench.put(KEY, octets("once"));
    bench.settle();

    assertThat(bench.store().diskCounts().orElseThrow().written()).isZero();
    bench.restart();
    assertThat(bench.get(KEY)).isEqualTo(NOTHING);
  }

  @Test
  void whatIsAskedForAgainOutlivesARestartWithItsAge() {
    putTwice(KEY, octets("twice"), "X: 1");

    bench.restart();

    var response = bench.response(KEY).orElseThrow();
    assertThat(bench.get(KEY)).isEqualTo(sum(octets("twice")));
    assertThat(response.head().fields().values("X")).containsExactly("1");
    assertThat(response.freshness().age(11_000)).isEqualTo(10_007);
  }

  @Test
  void whatIsFetchedForTheSecondTimeIsWrittenThen() {
    bench.put(KEY, octets("one"));
    bench.put(KEY, octets("two"));
    bench.settle();

    bench.restart();

    assertThat(bench.get(KEY)).isEqualTo(sum(octets("two")));
  }

  @Test
  void aNewerResponseStandsInThePlaceOfTheOlderOne() {
    putTwice(KEY, octets("old"));
    bench.put(KEY, octets("new"));
    bench.settle();

    bench.restart();

    assertThat(bench.get(KEY)).isEqualTo(sum(octets("new")));
    assertThat(bench.store().diskCounts().orElseThrow().entries()).isLessThanOrEqualTo(2);
  }

  @Test
  void whatWasFoundOnDiskIsInMemoryNextTime() {
    putTwice(KEY, octets("text"));
    bench.restart();
    bench.get(KEY);

    assertThat(bench.store().find(KEY).select(Lines.of())).isNotNull();
    assertThat(bench.get(KEY)).isEqualTo(sum(octets("text")));
    assertThat(bench.store().diskCounts().orElseThrow().hits()).isEqualTo(1);
  }

  @Test
  void longContentIsSentFromItsFileOnceItWasChecked() {
    var content = octets(200_000, 1);
    putTwice(KEY, content);

    var found = bench.hold(KEY);
    var stored = Objects.requireNonNull(found.variants().select(Lines.of()));
    var whole = Objects.requireNonNull(stored.content().body(Bench.LOOP, 0, content.length));
    var part = Objects.requireNonNull(stored.content().body(Bench.LOOP, 1000, 10));
    found.release();

    assertThat(whole).isInstanceOf(Body.FileSpan.class);
    assertThat(Bench.read(whole)).isEqualTo(content);
    assertThat(Bench.read(part)).isEqualTo(java.util.Arrays.copyOfRange(content, 1000, 1010));
    assertThat(bench.store().counts().bytes()).isLessThan(2000);
  }

  @Test
  void whatIsTooLongForMemoryIsWrittenWhileItArrivesTheSecondTime() {
    var content = octets(3_000_001, 2);

    assertThat(bench.put(KEY, content)).isFalse();
    assertThat(bench.put(KEY, content)).isTrue();
    assertThat(bench.get(KEY)).isEqualTo(sum(content));
    bench.settle();
    assertThat(bench.get(KEY)).isEqualTo(sum(content));
    bench.restart();

    assertThat(bench.get(KEY)).isEqualTo(sum(content));
    assertThat(bench.files(".obj")).hasSize(1);
    assertThat(bench.store().counts().bytes()).isLessThan(2000);
  }

  @Test
  void contentOfUnknownLengthThatOutgrowsMemoryIsWrittenTheSecondTime() {
    var content = octets(900_000, 3);

    assertThat(bench.put(KEY, content, -1)).isFalse();
    assertThat(bench.put(KEY, content, -1)).isTrue();
    bench.settle();
    bench.restart();

    assertThat(bench.get(KEY)).isEqualTo(sum(content));
  }

  @Test
  void contentThatArrivesIsReadByThoseWhoLagBehind() {
    var content = octets(3_500_000, 4);
    bench.put(KEY, content);
    var writer = Objects.requireNonNull(bench.store().open(KEY, content.length, false));
    for (int at = 0; at < content.length; at += 50_000) {
      var part = io.netty.buffer.Unpooled.wrappedBuffer(content, at, 50_000);
      assertThat(writer.append(part)).isTrue();
      bench.settle();
    }

    var early = writer.content().slice(10, 100);
    var read =
        writer
            .content()
            .read(Bench.LOOP, 10, 100)
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();

    assertThat(early).isNull();
    assertThat(io.netty.buffer.ByteBufUtil.getBytes(read))
        .isEqualTo(java.util.Arrays.copyOfRange(content, 10, 110));
    read.release();
    writer.content().release();
    bench.settle();
    assertThat(bench.files(".new")).isEmpty();
  }

  @Test
  void whatBreaksOffLeavesNothing() {
    bench.put(KEY, octets(2_000_000, 4));
    var writer = Objects.requireNonNull(bench.store().open(KEY, 2_000_000, false));
    var part = io.netty.buffer.Unpooled.wrappedBuffer(octets(700_000, 5));
    writer.append(part);
    bench.settle();
    assertThat(bench.files(".new")).hasSize(1);

    writer.content().release();
    bench.settle();

    assertThat(bench.files(".new")).isEmpty();
    assertThat(bench.store().disk().scribe().waiting()).isZero();
  }

  @Test
  void variantsAreFoundByWhatSelectsThem() {
    putTwice(KEY, octets("one"), "Foo: 1");
    putTwice(KEY, octets("two"), "Foo: 2");
    bench.restart();

    assertThat(bench.get(KEY, "Foo: 1")).isEqualTo(sum(octets("one")));
    assertThat(bench.get(KEY, "Foo: 2")).isEqualTo(sum(octets("two")));
    assertThat(bench.get(KEY, "Foo: 3")).isEqualTo(NOTHING);
  }

  @Test
  void whatWasRemovedIsGoneForGood() {
    putTwice(KEY, octets("text"));

    bench.store().remove(KEY);
    bench.settle();

    assertThat(bench.get(KEY)).isEqualTo(NOTHING);
    bench.restart();
    assertThat(bench.get(KEY)).isEqualTo(NOTHING);
  }

  @Test
  void whatWasOnItsWayDuringARemovalIsNotKept() {
    long before = bench.store().sequence();
    bench.put(KEY, octets("old"));
    bench.store().remove(KEY);
    assertThat(bench.store().sequence()).isGreaterThan(before);

    bench.settle();
    bench.restart();

    assertThat(bench.get(KEY)).isEqualTo(NOTHING);
  }

  @Test
  void whatWasValidatedIsFoundWithItsNewFields() {
    putTwice(KEY, octets("text"), "X: 1");
    putTwice(key("long"), octets(300_000, 1), "X: 1");
    for (var key : java.util.List.of(KEY, key("long"))) {
      var stored = bench.response(key).orElseThrow();
      bench
          .store()
          .replace(
              key,
              stored,
              stored.with(Lines.of("X: 2"), stored.freshness(), bench.store().sequence()));
    }
    bench.settle();

    bench.restart();

    assertThat(bench.response(KEY).orElseThrow().head().fields().values("X")).containsExactly("2");
    assertThat(bench.get(KEY)).isEqualTo(sum(octets("text")));
    assertThat(bench.response(key("long")).orElseThrow().head().fields().values("X"))
        .containsExactly("2");
    assertThat(bench.get(key("long"))).isEqualTo(sum(octets(300_000, 1)));
  }

  @Test
  void whatWasDroppedIsGoneForGood() {
    putTwice(KEY, octets("text"));

    bench.store().drop(KEY, bench.response(KEY).orElseThrow());
    bench.settle();
    bench.restart();

    assertThat(bench.get(KEY)).isEqualTo(NOTHING);
  }

  @Test
  void neverTakesMoreThanItMayAndKeepsWhatIsUsed() {
    var used = octets(9000, 77);
    putTwice(key("used"), used);

    for (int i = 0; i < 6000; i++) {
      putTwice(key("" + i), octets(8000, i));
      if (i % 300 == 0) {
        // Memory is far too small for all of it, and may or may not have it still.
        assertThat(bench.get(key("used"))).isEqualTo(sum(used));
        assertThat(bench.size()).isLessThanOrEqualTo(16 << 20);
      }
    }

    var counts = bench.store().diskCounts().orElseThrow();
    assertThat(counts.evictions()).isPositive();
    assertThat(counts.bytes()).isBetween(14L << 20, 16L << 20);
    assertThat(counts.errors()).isZero();
    bench.restart();
    assertThat(bench.store().diskCounts().orElseThrow().bytes())
        .isBetween(counts.bytes() - 64 * Place.ALIGNMENT, counts.bytes());
    assertThat(bench.get(key("used"))).isEqualTo(sum(used));
    assertThat(bench.get(key("5999"))).isEqualTo(sum(octets(8000, 5999)));
  }

  @Test
  void longContentsMakeRoomForEachOther() {
    for (int i = 0; i < 30; i++) {
      bench.put(key("" + i), octets(2_000_000, i));
      assertThat(bench.put(key("" + i), octets(2_000_000, i))).isTrue();
      bench.settle();
      assertThat(bench.size()).isLessThanOrEqualTo(16 << 20);
      assertThat(bench.get(key("" + i))).isEqualTo(sum(octets(2_000_000, i)));
    }

    assertThat(bench.files(".obj").size()).isBetween(5, 8);
    assertThat(bench.store().diskCounts().orElseThrow().errors()).isZero();
  }

  @Test
  void takesLessWhenItIsMadeSmaller() {
    for (int i = 0; i < 100; i++) {
      putTwice(key("" + i), octets(200_000, i));
    }
    assertThat(bench.size()).isGreaterThan(10 << 20);

    bench.store().resize(new Extent(1 << 20, 4 << 20, 1 << 20));
    bench.settle();

    assertThat(bench.size()).isLessThanOrEqualTo(4 << 20);
  }

  @Test
  void aFolderIsForOneStoreAtATime() {
    assertThatThrownBy(() -> TieredStore.open("other", folder, Bench.SMALL))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "found folder '"
                + folder
                + "' in use by another cache of this Weir; expected a folder for each");

    bench.close();
    bench = new Bench(folder);
  }

  @Test
  void aFolderWithOtherFilesIsLeftAlone(@TempDir Path other) throws IOException {
    Files.writeString(other.resolve("letters.txt"), "dear");

    assertThatThrownBy(() -> TieredStore.open("other", other, Bench.SMALL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("letters.txt");
    assertThat(other.resolve("letters.txt")).exists();
  }

  @Test
  void whatAFormerProcessDidNotFinishIsDeleted() throws IOException {
    putTwice(KEY, octets("text"));
    bench.close();
    Files.writeString(folder.resolve("000000ff.new"), "half");
    Files.writeString(folder.resolve("000000fe.obj"), "nobody's");
    Files.writeString(folder.resolve("000000fd.seg"), "not listed");

    bench = new Bench(folder);

    assertThat(bench.files("")).noneMatch(file -> file.toString().contains("000000f"));
    assertThat(bench.get(KEY)).isEqualTo(sum(octets("text")));
  }

  @Test
  void goesOnWithoutAFolderThatIsTakenAway() throws IOException {
    putTwice(KEY, octets("text"));
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);

    for (int i = 0; i < 200; i++) {
      bench.put(key("" + i), octets(9000, i));
      assertThat(bench.get(key("" + i))).isEqualTo(sum(octets(9000, i)));
    }
    bench.settle();

    Files.createDirectories(folder);
  }
}
