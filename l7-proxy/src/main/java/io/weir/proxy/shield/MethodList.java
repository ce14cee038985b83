package io.weir.proxy.shield;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The methods that a route takes; every other one is refused with 405 and {@code Allow} (RFC 9110
 * 15.5.6). Who may GET may HEAD, which asks for less of the same. Immutable.
 */
public final class MethodList implements Filter {
  private final Set<Method> known = EnumSet.noneOf(Method.class);
  private final Set<String> others;
  private final String names;
  private final List<byte[]> allow;

  private MethodList(List<String> methods) {
    var unknown = new ArrayList<String>();
    for (var name : methods) {
      var method = Method.named(name);
      if (method == null) {
        unknown.add(name);
      } else {
        known.add(method);
      }
    }
    others = Set.copyOf(unknown);
    names = String.join(", ", methods);
    allow = List.of(Octets.of("Allow: " + names + "\r\n"));
  }

  /** The list of a route; empty if it takes any method. */
  public static Optional<Filter> of(List<String> methods) {
    if (methods.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new MethodList(Method.taken(methods)));
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    var request = exchange.request();
    boolean isTaken =
        request.method() == Method.OTHER
            ? others.contains(request.methodText())
            : known.contains(request.method());
    return isTaken
        ? next.proceed(exchange)
        : Future.failedFuture(
            new ProxyFailure(
                Cause.METHOD_NOT_ALLOWED,
                "found method '" + request.methodText() + "'; expected one of " + names,
                allow));
  }
}
