package io.weir.proxy.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.proxy.cache.disk.Folder.Kind;
import io.weir.proxy.cache.disk.Folder.Member;
import io.weir.proxy.cache.purge.Glob;
import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.rule.ContentRange;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Lines;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.ResponseHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is written to files, and what becomes of it when it is damaged. */
class RecordsTest {
  private static Description description(String url, List<String> fields, int[] sums) {
    var lines = Lines.of(fields.toArray(String[]::new));
    return new Description(
        CacheKey.of(url),
        new ResponseHead(206, new byte[] {'O', 'K'}, 1, lines),
        new Freshness(1, 2, new Freshness.Terms(3, 4, 5, 6, true)),
        new StoredResponse.Selection(new Vary(List.of("a", "b")), "=1\n-\n"),
        new Description.Kept(7, 8, Optional.of(new ContentRange(0, 9, 100))),
        sums);
  }

  @Property
  void aDescriptionReadsAsItWasWritten(
      @ForAll @Size(max = 50) List<@IntRange(max = 9) Integer> names, @ForAll int[] sums)
      throws IOException {
    var fields = names.stream().map(name -> "X-" + name + ": " + "v".repeat(name)).toList();
    var written = description("http://a.test/\u00e4?q", fields, sums);

    var read = Description.decode(ByteBuffer.wrap(written.encode()));

    assertThat(read).isEqualTo(written);
    assertThat(read.key()).isEqualTo(written.key());
    assertThat(read.head().fields().values("x-3")).isEqualTo(written.head().fields().values("x-3"));
    assertThat(read.kept()).isEqualTo(written.kept());
    assertThat(read.selection()).isEqualTo(written.selection());
  }

  @Property(tries = 500)
  void aDamagedRecordIsRefused(
      @ForAll @IntRange(min = 0, max = 7) int bit, @ForAll @LongRange(min = 0) long anywhere)
      throws IOException {
    var head = description("http://a.test/", List.of("A: 1"), new int[] {1, 2}).encode();
    var start = new RecordStart(5, head.length, 3, 1000, 300_000);
    var octets = start.encode(head);
    int at = (int) (anywhere % octets.limit());
    // What stands between what counts says nothing.
    boolean isIdle = at > RecordStart.ALIVE_AT && at < 8;

    var whole = octets.duplicate();
    assertThat(RecordStart.decode(octets.duplicate())).isEqualTo(start);
    assertThat(start.description(octets.duplicate()).key())
        .isEqualTo(CacheKey.of("http://a.test/"));
    octets.put(at, (byte) (octets.get(at) ^ 1 << bit));

    if (!isIdle) {
      assertThatThrownBy(
              () -> {
                var read = RecordStart.decode(whole.duplicate());
                if (read.headLength() != head.length) {
                  throw new DamagedRecord("a length that leads elsewhere");
                }
                read.description(whole.duplicate());
              })
          .isInstanceOf(DamagedRecord.class);
    }
  }

  @FuzzTest
  void readsAnyOctetsAsARecordOrRefusesThem(byte[] octets) {
    try {
      var start = RecordStart.decode(ByteBuffer.wrap(octets));
      start.description(ByteBuffer.wrap(octets));
    } catch (DamagedRecord _) {
      // Refused.
    }
    try {
      var read = Description.decode(ByteBuffer.wrap(octets));
      assertThat(Description.decode(ByteBuffer.wrap(read.encode()))).isEqualTo(read);
    } catch (DamagedRecord _) {
      // Refused.
    }
    assertThat(Entry.decodeAll(ByteBuffer.wrap(octets), 1 << 20))
        .allMatch(entry -> entry.offset() + (long) entry.length() <= 1 << 20);
    assertThat(PurgeFile.decodeAll(ByteBuffer.wrap(octets))).isNotNull();
  }

  @Property(tries = 300)
  void anIndexThatIsDamagedLosesOnlyWhatWasDamaged(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 1000) Integer> lengths,
      @ForAll @LongRange(min = 0) long anywhere,
      @ForAll boolean isTorn) {
    var entries = new ArrayList<Entry>();
    int offset = 0;
    for (int length : lengths) {
      entries.add(new Entry(length, 9, offset, length, 0, 0));
      offset += (int) Place.align(length);
    }
    var octets = ByteBuffer.allocate(entries.size() * Entry.SIZE);
    entries.forEach(entry -> entry.encode(octets));
    octets.flip();
    int at = (int) (anywhere % octets.limit());

    assertThat(Entry.decodeAll(octets.duplicate(), offset)).isEqualTo(entries);
    if (isTorn) {
      octets.limit(at);
      assertThat(Entry.decodeAll(octets, offset)).isEqualTo(entries.subList(0, at / Entry.SIZE));
    } else {
      octets.put(at, (byte) ~octets.get(at));
      var left = new ArrayList<>(entries);
      left.remove(at / Entry.SIZE);
      assertThat(Entry.decodeAll(octets, offset)).isEqualTo(left);
    }
  }

  @Test
  void whatLiesBehindTheEndOfItsSegmentIsLeftOut() {
    var octets = ByteBuffer.allocate(2 * Entry.SIZE);
    new Entry(1, 1, 0, 100, 0, 0).encode(octets);
    new Entry(2, 1, 104, 100, 0, 0).encode(octets);

    assertThat(Entry.decodeAll(octets.flip(), 203)).extracting(Entry::print).containsExactly(1L);
  }

  @Test
  void aStartKeepsWhatIsNamedAndWhole() {
    var entries =
        Map.of(
            1, List.of(new Entry(1, 5, 0, 10, 0, 0), new Entry(2, 6, 16, 10, 4, 100)),
            2, List.of(new Entry(3, 9, 0, 10, 5, 100)),
            3, List.<Entry>of());
    var members =
        List.of(
            new Member(2, Kind.SEGMENT, 10),
            new Member(2, Kind.INDEX, 40),
            new Member(1, Kind.SEGMENT, 26),
            new Member(1, Kind.INDEX, 80),
            new Member(3, Kind.SEGMENT, 10),
            new Member(4, Kind.OBJECT, 100),
            new Member(5, Kind.OBJECT, 99),
            new Member(6, Kind.OBJECT, 99),
            new Member(7, Kind.PARTIAL, 99));

    var found = Recovery.of(members, entries);

    assertThat(found.parts()).extracting(part -> part.segment().number()).containsExactly(1, 2);
    assertThat(found.count()).isEqualTo(2);
    assertThat(found.objects()).extracting(Member::number).containsExactly(4);
    assertThat(found.useless()).extracting(Member::number).containsExactlyInAnyOrder(3, 5, 6, 7);
    assertThat(found.last()).isEqualTo(7);
    assertThat(found.sequence()).isEqualTo(6);
  }

  @Property
  void atMostHalfOfASegmentIsCarriedOverTheLatestFirst(
      @ForAll @Size(max = 50) List<@IntRange(min = 1, max = 1000) Integer> lengths) {
    var used = new ArrayList<Entry>();
    long weight = 0;
    for (int length : lengths) {
      used.add(new Entry(1, 1, used.size() * 8, length, 0, 0));
      weight += used.getLast().weight();
    }

    var carried = Turnover.carriedOver(used, weight);

    assertThat(carried.stream().mapToLong(Entry::weight).sum()).isLessThanOrEqualTo(weight / 2);
    assertThat(used.stream().filter(carried::contains).toList()).isEqualTo(carried);
    if (used.size() > 1 && used.getLast().weight() <= weight / 2) {
      assertThat(carried).contains(used.getLast());
    }
  }

  @Test
  void purgesReadAsTheyWereWrittenUpToWhatIsTorn() throws IOException {
    var purge =
        new Purge(
            List.of(
                new Purge.Target.Everything(),
                new Purge.Target.Url("http://a/"),
                new Purge.Target.Prefix("http://a/b"),
                new Purge.Target.Tag("\u00e4"),
                new Purge.Target.Matching(Glob.of("http://*/**"))),
            true);
    var one = PurgeFile.encode(new PurgeFile.Numbered(purge, 7, 8));
    var octets = ByteBuffer.allocate(2 * one.limit()).put(one.duplicate()).put(one.duplicate());

    for (int end = 0; end <= octets.position(); end++) {
      var read = PurgeFile.decodeAll(octets.duplicate().flip().limit(end));
      assertThat(read).hasSize(end / one.limit());
      for (var numbered : read) {
        assertThat(numbered.number()).isEqualTo(7);
        assertThat(numbered.purge().isSoft()).isTrue();
        assertThat(numbered.purge().targets().subList(0, 4))
            .isEqualTo(purge.targets().subList(0, 4));
      }
    }
  }
}
