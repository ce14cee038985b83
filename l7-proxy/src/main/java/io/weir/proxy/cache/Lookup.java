package io.weir.proxy.cache;

import io.weir.proxy.cache.rule.CacheControl;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;

/**
 * What a request asks of the cache.
 *
 * @param fields those of the request, as filters before the cache left them
 * @param key in memory of its own
 * @param wholeKey where responses are kept that are no parts; the same, but for slices
 * @param content of a QUERY
 */
record Lookup(
    Exchange exchange,
    FieldLines fields,
    CacheControl asked,
    CacheKey key,
    CacheKey wholeKey,
    QueryContent content) {
  Lookup(
      Exchange exchange,
      FieldLines fields,
      CacheControl asked,
      CacheKey key,
      QueryContent content) {
    this(exchange, fields, asked, key, key, content);
  }
}
