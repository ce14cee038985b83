package io.weir.proxy.cache;

import io.weir.proxy.cache.rule.Age;
import io.weir.proxy.cache.rule.CacheControl;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.HeadMerge;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Reply;

/** What the answer to a HEAD tells of the stored answer to GET (RFC 9111 4.3.5). */
final class HeadUpdate {
  private HeadUpdate() {}

  /**
   * When the HEAD was sent.
   *
   * @param millis by the wall clock
   * @param sequence by {@link CacheStore#sequence}
   */
  record Sent(long millis, long sequence) {}

  static void apply(
      CacheStore store,
      CacheRules rules,
      CacheKey key,
      StoredResponse stored,
      Reply reply,
      Sent sent) {
    if (reply.status() != 200 || stored.head().status() != 200) {
      return;
    }
    long now = System.currentTimeMillis();
    var update = reply.head().fields();
    var length = update.value(FieldName.CONTENT_LENGTH);
    var storedLength = stored.head().fields().value(FieldName.CONTENT_LENGTH);
    boolean isSame =
        stored.validators().isConfirmedBy(update, now)
            && (length == null || length.equals(storedLength));
    if (!isSame) {
      store.drop(key, stored);
      return;
    }
    var merged = HeadMerge.updated(stored.head().fields(), update, CacheControl.ofResponse(update));
    var directives = CacheControl.ofResponse(merged);
    var freshness =
        Freshness.of(200, merged, directives, rules.times(), sent.millis(), now)
            .withInitialAge(Age.initial(update, sent.millis(), now));
    store.replace(key, stored, stored.with(merged, freshness, sent.sequence()));
  }
}
