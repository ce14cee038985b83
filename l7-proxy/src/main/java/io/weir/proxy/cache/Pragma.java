package io.weir.proxy.cache;

import io.weir.proxy.cache.rule.CacheControl;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;

/** What clients of HTTP/1.0 say, who know no {@code Cache-Control} (RFC 9111 5.4). */
final class Pragma {
  private static final byte[] NO_CACHE = Octets.of("no-cache");
  private static final CacheControl AS_NO_CACHE =
      CacheControl.ofRequest(new FieldLinesBuilder().add("Cache-Control", "no-cache").build());

  private Pragma() {}

  static CacheControl of(FieldLines fields) {
    for (int i = fields.first(FieldName.PRAGMA); i >= 0; i = fields.next(FieldName.PRAGMA, i)) {
      if (Octets.listHas(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), NO_CACHE)) {
        return AS_NO_CACHE;
      }
    }
    return CacheControl.EMPTY;
  }
}
