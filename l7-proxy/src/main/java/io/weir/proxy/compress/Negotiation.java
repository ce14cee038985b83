package io.weir.proxy.compress;

import io.weir.dsl.model.Compression.Choice;
import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.exchange.AcceptEncoding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of the codings that a route makes (RFC 9110 12.5.3). Of those that the client
 * likes best it is the one that the file names first. Immutable.
 *
 * @param choice what to compress with; null: nothing
 * @param mustCode whether the client refuses content without a coding
 * @param asks what a server is asked for in place of the client's own list, so that there are few
 *     forms of a reply to keep; null: the client's list stays
 */
record Negotiation(@Nullable Choice choice, boolean mustCode, @Nullable String asks) {
  private static final String IDENTITY = "identity";

  /** Decides. */
  static Negotiation of(AcceptEncoding wanted, List<Choice> choices) {
    int identity = wanted.identityWeight();
    boolean mustCode = identity == AcceptEncoding.REFUSED;
    Choice best = null;
    // A coding that is liked as much as none wins: less to send.
    int most = Math.max(1, identity);
    for (var choice : choices) {
      int weight = wanted.weight(choice.coding());
      if (weight > most || (weight == most && best == null)) {
        most = weight;
        best = choice;
      }
    }
    if (best != null) {
      var token = best.coding().token();
      return new Negotiation(best, mustCode, mustCode ? token + ", identity;q=0" : token);
    }
    return new Negotiation(null, mustCode, mustCode ? null : others(wanted, identity));
  }

  /** What the server may code itself, of the codings that the route does not make. */
  private static String others(AcceptEncoding wanted, int identity) {
    var tokens = new ArrayList<String>();
    for (var coding : ContentCoding.values()) {
      if (wanted.weight(coding) >= Math.max(1, identity)) {
        tokens.add(coding.token());
      }
    }
    return tokens.isEmpty() ? IDENTITY : String.join(", ", tokens);
  }
}
