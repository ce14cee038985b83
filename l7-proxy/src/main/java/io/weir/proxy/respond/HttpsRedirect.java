package io.weir.proxy.respond;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Target;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;

/**
 * Sends clients of a {@code redirect https} listener to the same URL under https and its own port:
 * 308, so that methods and contents stay (RFC 9110 15.4.9).
 */
public final class HttpsRedirect implements Next {
  private static final byte[] SCHEME = Octets.of("https://");

  @Override
  public Future<Reply> proceed(Exchange exchange) {
    var target = exchange.request().target();
    if (target.hostStart() == target.hostEnd()) {
      return Future.failedFuture(
          new ProxyFailure(Cause.BAD_HOST, "found no host; expected one to redirect to https"));
    }
    return Future.succeededFuture(RedirectReply.to(308, location(target)));
  }

  private static byte[] location(Target target) {
    byte[] bytes = target.bytes();
    boolean isSix = isSix(target);
    int hostLength = target.hostEnd() - target.hostStart();
    // The star of OPTIONS stands for the server: a URL without a path (RFC 9112 3.2.4).
    int pathStart = target.isServerWide() ? target.pathEnd() : target.pathStart();
    int rest = target.queryEnd() - pathStart;
    var location = new byte[SCHEME.length + hostLength + (isSix ? 2 : 0) + rest];
    System.arraycopy(SCHEME, 0, location, 0, SCHEME.length);
    int at = SCHEME.length;
    if (isSix) {
      location[at++] = '[';
    }
    System.arraycopy(bytes, target.hostStart(), location, at, hostLength);
    at += hostLength;
    if (isSix) {
      location[at++] = ']';
    }
    System.arraycopy(bytes, pathStart, location, at, rest);
    return location;
  }

  private static boolean isSix(Target target) {
    for (int i = target.hostStart(); i < target.hostEnd(); i++) {
      if (target.bytes()[i] == ':') {
        return true;
      }
    }
    return false;
  }
}
