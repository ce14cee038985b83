package io.weir.proxy.cache;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.ResponseHead;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * 103 responses (RFC 8297) from the {@code Link} fields of what is stored. Only for clients that
 * can take them: they speak HTTP/1.1 or later and say that a page is being opened ({@code
 * Sec-Fetch-Mode: navigate}), as the browsers do that act on a 103, and programs do not.
 */
final class EarlyHints {
  private static final byte[] LINK = Octets.of("link");
  private static final byte[] FETCH_MODE = Octets.of("sec-fetch-mode");
  private static final byte[] NAVIGATE = Octets.of("navigate");

  /** What browsers act on before the page is there. */
  private static final Pattern USEFUL =
      Pattern.compile(
          ";\\s*rel\\s*=\\s*\"?(preload|modulepreload|preconnect|dns-prefetch)\\b",
          Pattern.CASE_INSENSITIVE);

  private EarlyHints() {}

  /** The 103 for a request, of what is stored for it. */
  static Optional<ResponseHead> of(RequestHead request, ResponseHead stored) {
    if (request.minorVersion() == 0 || !navigates(request.fields())) {
      return Optional.empty();
    }
    var fields = stored.fields();
    var links = new FieldLinesBuilder();
    boolean isAny = false;
    for (int i = fields.next(LINK, -1); i >= 0; i = fields.next(LINK, i)) {
      var value = fields.value(i);
      if (USEFUL.matcher(value).find()) {
        links.add("Link", value);
        isAny = true;
      }
    }
    return isAny ? Optional.of(ResponseHead.of(103, links.build())) : Optional.empty();
  }

  private static boolean navigates(FieldLines fields) {
    int line = fields.next(FETCH_MODE, -1);
    return line >= 0 && fields.valueIs(line, NAVIGATE);
  }
}
