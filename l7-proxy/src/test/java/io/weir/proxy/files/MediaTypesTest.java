package io.weir.proxy.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8",
    "INDEX.HTML, text/html; charset=utf-8",
    "app.mjs, text/javascript; charset=utf-8",
    "app.js.map, application/json",
    "m.wasm, application/wasm",
    "site.webmanifest, application/manifest+json",
    "p.avif, image/avif",
    "f.woff2, font/woff2",
    "logo.svg, image/svg+xml",
    "segment.ts, video/mp2t",
    "a.tar.gz, application/gzip",
    "README, application/octet-stream",
    "dot., application/octet-stream",
    "x.unknown, application/octet-stream",
  })
  void tellsTheTypeByTheEnd(String name, String type) {
    assertThat(MediaTypes.of(name)).isEqualTo(type);
  }
}
