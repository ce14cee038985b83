package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Ranges of what is stored, and parts that are joined: docs/cache.md. */
class CacheRangesIT extends VersionedFile {
  @Test
  void partsThatTouchAreJoinedAndBecomeTheWhole() throws IOException {
    var origin = file(new Version("\"1\"", "0123456789"), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, "memory 32M"));

    range("0-3");
    range("4-6");
    var middle = range("2-5");
    range("7-9");
    var whole = get("");

    assertThat(middle.status()).isEqualTo(206);
    assertThat(middle.text()).isEqualTo("2345");
    assertThat(middle.field("Content-Range")).contains("bytes 2-5/10");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo("0123456789");
    assertThat(whole.field("Content-Range")).isEmpty();
    assertThat(origin.requests()).hasSize(3);
  }

  @Test
  void partsWithAGapBetweenThemAreKeptBesideEachOther() throws IOException {
    var origin = file(new Version("\"1\"", "0123456789"), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, "memory 32M"));

    range("0-1");
    range("8-9");

    assertThat(range("0-1").text()).isEqualTo("01");
    assertThat(range("8-8").text()).isEqualTo("8");
    assertThat(origin.requests()).hasSize(2);
    assertThat(range("1-8").text()).isEqualTo("12345678");
    assertThat(origin.requests()).hasSize(3);
  }

  @Test
  void partsOfTwoVersionsAreNeverJoined() throws IOException {
    var origin = file(new Version("\"1\"", "0123456789"), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, "memory 32M"));
    range("0-4");
    now.set(new Version("\"2\"", "abcdefghij"));

    assertThat(range("5-9").text()).isEqualTo("fghij");
    assertThat(get("").text()).isEqualTo("abcdefghij");
  }

  @Test
  void partsWithoutAStrongTagAreNeverJoined() throws IOException {
    var origin = file(new Version("W/\"1\"", "0123456789"), "Cache-Control: max-age=60\r\n");
    proxy.start(cached(origin, "memory 32M"));

    range("0-4");
    range("5-9");

    assertThat(get("").text()).isEqualTo("0123456789");
    assertThat(origin.requests()).hasSize(3);
  }
}
