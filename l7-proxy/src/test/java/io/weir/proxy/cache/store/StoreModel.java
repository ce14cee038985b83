package io.weir.proxy.cache.store;

import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.Purge.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a store may have, kept in the plainest way: does everything to both. */
final class StoreModel {
  private final MemoryStore store;
  private final Map<String, Known> last = new HashMap<>();
  private final List<Event> events = new ArrayList<>();

  /** What was stored last for a key and a variant. */
  record Known(String key, String url, String foo, String tag, String text) {}

  private record Event(long number, Predicate<Known> meant) {}

  StoreModel(MemoryStore store) {
    this.store = store;
  }

  void put(Known known, StoredResponse response) {
    boolean isVoid =
        response.sequence() < store.purges().folded()
            || events.stream()
                .anyMatch(event -> event.number > response.sequence() && event.meant.test(known));
    store.put(CacheKey.of(known.key), response);
    if (!isVoid) {
      last.put(known.key + known.foo, known);
    }
  }

  void remove(String key) {
    store.remove(CacheKey.of(key));
    happened(known -> known.key.equals(key));
  }

  void purge(Target target) {
    store.purge(new Purge(List.of(target), false));
    happened(
        switch (target) {
          case Target.Everything _ -> _ -> true;
          case Target.Url(var url) -> known -> known.url.equals(url);
          case Target.Prefix(var start) -> known -> known.url.startsWith(start);
          case Target.Tag(var tag) -> known -> known.tag.equals(tag);
          case Target.Matching(var glob) -> known -> known.url.endsWith(glob.text().substring(8));
        });
  }

  /** Looks through everything, and perhaps forgets the rules. */
  void settle(boolean forgets) {
    long latest = store.purges().latest();
    if (store.sweep() && forgets) {
      store.purges().fold(latest);
    }
  }

  private void happened(Predicate<Known> meant) {
    events.add(new Event(store.sequence(), meant));
    last.values().removeIf(meant);
  }

  /** What may be found for a variant of a key, if anything is. */
  String expected(String key, String foo) {
    var known = last.get(key + foo);
    return known == null ? "" : known.text;
  }
}
