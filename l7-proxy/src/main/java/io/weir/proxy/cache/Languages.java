package io.weir.proxy.cache;

import io.weir.proxy.cache.rule.LanguageChoice;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import java.util.List;

/**
 * Puts into a request the one language of the servers' that its client likes best, in the place of
 * all that it likes: what varies by language then has one variant for each language, and not one
 * for each list that browsers send.
 */
final class Languages {
  private static final String NAME = "Accept-Language";
  private static final byte[] LOWER_NAME = Octets.of("accept-language");

  private Languages() {}

  static void unify(Exchange exchange, List<String> offered) {
    var changes = exchange.requestChanges();
    var wanted = String.join(",", changes.applied(exchange.request().fields()).values(NAME));
    changes.remove(LOWER_NAME);
    changes.removeAdded(LOWER_NAME);
    LanguageChoice.of(wanted, offered)
        .ifPresent(language -> changes.add(Octets.of(NAME + ": " + language + "\r\n")));
  }
}
