package io.weir.proxy.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.cache.rule.Lines;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TagsTest {
  private static List<Long> hashes(Tags tags) {
    var all = new ArrayList<Long>();
    for (int i = 0; i < tags.count(); i++) {
      all.add(tags.hash(i));
    }
    return all;
  }

  private static List<Long> hashesOf(String... tags) {
    return Stream.of(tags).map(Tags::hash).toList();
  }

  @Test
  void readsTheMembersOfEachField() {
    var tags =
        Tags.of(
            Lines.of(
                "Cache-Tag: a, big sale ,,c",
                "Surrogate-Key: d\te  f,g",
                "X: no",
                "cache-tag: h",
                "Edge-Cache-Tag: i",
                "xkey: j"));

    assertThat(hashes(tags))
        .isEqualTo(hashesOf("a", "big sale", "c", "h", "d", "e", "f,g", "i", "j"));
  }

  @Test
  void caseDoesNotMatter() {
    assertThat(hashes(Tags.of(Lines.of("Cache-Tag: Product-7")))).isEqualTo(hashesOf("pRODUCT-7"));
  }

  @Test
  void anEmptyFieldHasNone() {
    assertThat(Tags.of(Lines.of("Cache-Tag: ,, ", "Surrogate-Key:"))).isEqualTo(Tags.NONE);
  }

  @Test
  void saysWhenThereAreMoreThanItKeeps() {
    var most =
        IntStream.range(0, Tags.MOST).mapToObj(i -> "t" + i).collect(Collectors.joining(" "));

    assertThat(Tags.of(Lines.of("Surrogate-Key: " + most)).isWhole()).isTrue();
    assertThat(Tags.of(Lines.of("Surrogate-Key: " + most + " x")).isWhole()).isFalse();
  }

  @Test
  void hidesItsFieldsAndNoOthers() {
    var reply =
        Reply.upstream(
            ResponseHead.of(200, Lines.of("Surrogate-Key: a", "A: 1", "Cache-Tag: b")), Body.EMPTY);

    Tags.hide(reply);

    assertThat(Lines.texts(reply.changes().applied(reply.head().fields()))).containsExactly("A: 1");
  }
}
