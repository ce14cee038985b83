package io.weir.proxy.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Compression;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
  private static final MediaTypes USUAL = new MediaTypes(Compression.DEFAULT_TYPES);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "TEXT/HTML; charset=utf-8",
        "text/html;charset=utf-8",
        "text/event-stream",
        "application/json",
        "application/problem+json",
        "application/xhtml+xml ; x=y",
        "image/svg+xml",
        "application/wasm"
      })
  void compressesTextByDefault(String type) {
    assertThat(USUAL.cover(type(type))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image/png",
        "image/jpeg",
        "video/mp4",
        "application/zip",
        "application/octet-stream",
        "application/grpc",
        "font/woff2",
        "text",
        "text/",
        "application/+json",
        "",
        ";text/html"
      })
  void leavesOtherTypesAloneByDefault(String type) {
    assertThat(USUAL.cover(type(type))).isFalse();
    assertThat(USUAL.cover(FieldLines.NONE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "text/*, text/css, true",
    "text/*, textual/css, false",
    "*/*, a/b, true",
    "application/*+json, application/a+json, true",
    "application/*+json, application/json, false",
    "application/*+json, application/a+jsonx, false",
    "font/otf, font/OTF, true",
    "font/otf, font/otfx, false"
  })
  void matchesStars(String range, String type, boolean covers) {
    assertThat(new MediaTypes(List.of(range)).cover(type(type))).isEqualTo(covers);
  }

  @Test
  void knowsWhatIsReadAsItComes() {
    assertThat(MediaTypes.EVENTS.cover(type("text/event-stream; charset=utf-8"))).isTrue();
    assertThat(MediaTypes.EVENTS.cover(type("application/x-ndjson"))).isTrue();
    assertThat(MediaTypes.EVENTS.cover(type("text/html"))).isFalse();
  }

  private static FieldLines type(String value) {
    return new FieldLinesBuilder().add("Content-Type", value).build();
  }
}
