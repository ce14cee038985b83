package io.weir.proxy.cache.disk;

import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.FieldLines;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides whether a head that was validated is written anew. */
final class Renewal {
  /** Fields that each validation changes. */
  private static final Set<String> DATES = Set.of("date", "expires", "age");

  /** How much older than what is there it must be to be written for its dates alone. */
  private static final long LATER_MILLIS = 60_000;

  private Renewal() {}

  /**
   * Whether a restart would do noticeably worse with what is there: other fields count at once;
   * dates once a minute, as what is validated each second would else fill the folder with heads.
   */
  static boolean isWorthIt(Description there, StoredResponse renewed) {
    long since = renewed.freshness().responseMillis() - there.freshness().responseMillis();
    return since >= LATER_MILLIS
        || renewed.head().status() != there.head().status()
        || !lines(there.head().fields()).equals(lines(renewed.head().fields()));
  }

  private static Map<String, String> lines(FieldLines fields) {
    var lines = new TreeMap<String, String>();
    for (int i = 0; i < fields.count(); i++) {
      var name = fields.nameText(i).toLowerCase(Locale.ROOT);
      if (!DATES.contains(name)) {
        lines.merge(name, fields.value(i), (a, b) -> a + "\n" + b);
      }
    }
    return lines;
  }
}
