package io.weir.proxy.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.proxy.semantics.ByteRanges.Everything;
import io.weir.proxy.semantics.ByteRanges.Nothing;
import io.weir.proxy.semantics.ByteRanges.Parts;
import io.weir.proxy.semantics.ByteRanges.Span;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-499, 0, 499",
    "bytes=500-, 500, 999",
    "bytes=-1, 999, 999",
    "bytes=-500, 500, 999",
    "bytes=-5000, 0, 999",
    "bytes=900-5000, 900, 999",
    "bytes=900-99999999999999999999999, 900, 999",
    "BYTES=1-2, 1, 2",
    "'bytes= 1-2 ,', 1, 2",
    "'bytes=,,1-2', 1, 2",
    "'bytes=1-2,5000-6000', 1, 2",
  })
  void readsOneRange(String field, long first, long last) {
    assertThat(ByteRanges.of(field, 1000)).isEqualTo(new Parts(List.of(new Span(first, last))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=a-b",
        "bytes=1-2x",
        "bytes=2-1",
        "bytes=1",
        "bytes=--1",
        "bytes=1--2",
        "bytes=+1-2",
        "bytes=1 - 2",
        "bytes=0-1,2-1",
        "bytes=0-1,x",
        "items=0-1",
        "bytes 0-1",
        "bytes=0-1;2-3",
        "bytes=٣-٤",
      })
  void ignoresWhatIsNoRangeOfOctets(String field) {
    assertThat(ByteRanges.of(field, 1000)).isEqualTo(new Everything());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=1000-",
        "bytes=1000-2000",
        "bytes=-0",
        "bytes=99999999999999999999-",
        "bytes=-0,1000-"
      })
  void findsNothingBeyondTheEnd(String field) {
    assertThat(ByteRanges.of(field, 1000)).isEqualTo(new Nothing());
  }

  @Test
  void keepsTheOrderAskedForAndJoinsWhatTouches() {
    assertThat(ByteRanges.of("bytes=500-599,0-9", 1000))
        .isEqualTo(new Parts(List.of(new Span(500, 599), new Span(0, 9))));
    assertThat(ByteRanges.of("bytes=0-9,500-599,5-20", 1000))
        .isEqualTo(new Parts(List.of(new Span(0, 20), new Span(500, 599))));
    assertThat(ByteRanges.of("bytes=0-9,300-309,100-290", 1000))
        .isEqualTo(new Parts(List.of(new Span(0, 9), new Span(100, 309))));
    assertThat(ByteRanges.of("bytes=0-0,-1,0-", 1000))
        .isEqualTo(new Parts(List.of(new Span(0, 999))));
  }

  @Test
  void sendsAllInsteadOfTooManyPieces() {
    var most = "bytes=" + String.join(",", Collections.nCopies(ByteRanges.MOST, "0-0"));

    assertThat(ByteRanges.of(most, 1000)).isEqualTo(new Parts(List.of(new Span(0, 0))));
    assertThat(ByteRanges.of(most + ",0-0", 1000)).isEqualTo(new Everything());
  }

  @Property(tries = 2000)
  void sendsWhatWasAskedForAndLittleElse(
      @ForAll("specs") List<Span> asked, @ForAll @IntRange(min = 1, max = 2000) int size) {
    var wanted = new BitSet();
    var field = new StringBuilder("bytes=");
    for (var span : asked) {
      field.append(span.first()).append('-').append(span.last()).append(',');
      wanted.set((int) Math.min(span.first(), size), (int) Math.min(span.last() + 1, size));
    }

    var sent = ByteRanges.of(field.toString(), size);

    if (sent instanceof Parts(var spans)) {
      var covered = new BitSet();
      spans.forEach(span -> covered.set((int) span.first(), (int) span.last() + 1));
      wanted.andNot(covered);
      assertThat(wanted.isEmpty()).isTrue();
      assertSound(spans, size);
    } else {
      assertThat(sent).isEqualTo(new Nothing());
      assertThat(wanted.isEmpty()).isTrue();
    }
  }

  @FuzzTest
  void neverSendsWhatIsNotThere(byte[] field) {
    var text = new String(field, StandardCharsets.ISO_8859_1);

    for (var value : List.of(text, "bytes=" + text)) {
      if (ByteRanges.of(value, 1000) instanceof Parts(var spans)) {
        assertSound(spans, 1000);
      }
    }
  }

  @Provide
  Arbitrary<List<Span>> specs() {
    return Arbitraries.longs()
        .between(0, 2500)
        .flatMap(
            first -> Arbitraries.longs().between(first, 2500).map(last -> new Span(first, last)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(ByteRanges.MOST);
  }

  private static void assertSound(List<Span> spans, long size) {
    assertThat(spans).isNotEmpty().hasSizeLessThanOrEqualTo(ByteRanges.MOST);
    assertThat(spans)
        .allMatch(span -> 0 <= span.first() && span.first() <= span.last() && span.last() < size);
    for (int i = 0; i < spans.size(); i++) {
      assertThat(spans.subList(0, i)).noneMatch(spans.get(i)::isNear);
    }
  }
}
