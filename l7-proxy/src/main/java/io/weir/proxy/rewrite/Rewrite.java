package io.weir.proxy.rewrite;

import io.vertx.core.Future;
import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.Template;
import io.weir.dsl.model.Template.Part;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Target;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Puts another path, and another query if the template has a question mark or {@code {query}}, in
 * place of the request's when it is sent upstream; else the query stays. Slashes at the start are
 * made one, so that an empty or odd capture never makes a path look like a host. A result with dot
 * segments is refused: it would reach outside of what the route was written for. The star of {@code
 * OPTIONS *} is no path and stays.
 */
public final class Rewrite implements Filter {
  private final TextTemplate template;
  private final boolean hasQuery;

  private Rewrite(TextTemplate template, boolean hasQuery) {
    this.template = template;
    this.hasQuery = hasQuery;
  }

  /** The filter, if there is something to rewrite. */
  public static Optional<Filter> of(Optional<Template> target, PathPattern path) {
    return target.map(template ->
        new Rewrite(
            TextTemplate.of(template, path, Place.TARGET),
            template.parts().stream().anyMatch(Rewrite::startsQuery)));
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    if (exchange.request().target().isServerWide()) {
      return next.proceed(exchange);
    }
    var path = withOneSlash(template.render(exchange));
    if (path.length == 0 || path[0] != '/' || hasDotSegment(path)) {
      var found = new String(path, StandardCharsets.ISO_8859_1);
      return Future.failedFuture(
          new ProxyFailure(
              Cause.BAD_TARGET,
              "found '" + found + "' after rewrite; expected a path without dot segments"));
    }
    exchange.upstreamTarget(hasQuery ? path : withQuery(path, exchange.request().target()));
    return next.proceed(exchange);
  }

  private static boolean startsQuery(Part part) {
    return switch (part) {
      case Part.Text(var text) -> text.indexOf('?') >= 0;
      case Part.Variable(var name) -> name == Template.Name.QUERY;
      case Part.Captured _, Part.Rest _, Part.Claim _ -> false;
    };
  }

  private static byte[] withOneSlash(byte[] path) {
    int start = 0;
    while (start + 1 < path.length && path[start] == '/' && path[start + 1] == '/') {
      start++;
    }
    return start == 0 ? path : Arrays.copyOfRange(path, start, path.length);
  }

  private static byte[] withQuery(byte[] path, Target target) {
    int size = target.queryEnd() - target.pathEnd();
    if (size == 0) {
      return path;
    }
    var whole = Arrays.copyOf(path, path.length + size);
    System.arraycopy(target.bytes(), target.pathEnd(), whole, path.length, size);
    return whole;
  }

  private static boolean hasDotSegment(byte[] target) {
    int end = indexOf(target, 0, target.length, '?');
    int start = 1;
    while (start <= end) {
      int stop = indexOf(target, start, end, '/');
      if (isDotSegment(target, start, stop)) {
        return true;
      }
      start = stop + 1;
    }
    return false;
  }

  /** Whether the segment is dots, with parameters or without: some servers cut those off. */
  private static boolean isDotSegment(byte[] target, int start, int end) {
    int dots = 0;
    int i = start;
    while (i < end && !isSign(target, i, end, ';', "3b")) {
      if (!isSign(target, i, end, '.', "2e")) {
        return false;
      }
      i += target[i] == '%' ? 3 : 1;
      dots++;
    }
    return dots == 1 || dots == 2;
  }

  private static boolean isSign(byte[] target, int i, int end, char sign, String hex) {
    return target[i] == sign
        || (i + 2 < end
            && target[i] == '%'
            && target[i + 1] == hex.charAt(0)
            && Octets.lower(target[i + 2]) == hex.charAt(1));
  }

  private static int indexOf(byte[] bytes, int start, int end, char wanted) {
    int i = start;
    while (i < end && bytes[i] != wanted) {
      i++;
    }
    return i;
  }
}
