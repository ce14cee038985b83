package io.weir.proxy.respond;

import io.vertx.core.Future;
import io.weir.dsl.model.Terminal.Share;
import io.weir.proxy.exchange.Cookies;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.SliceTest;
import io.weir.proxy.filter.Next;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Chooses between the shares of a route at random by weight, and keeps a client with its first
 * share by a cookie if asked to. The cookie's value is a hash of the pool's name, so that it says
 * the same on every edge and after a restart, and gives no name away. A share of nothing is chosen
 * for nobody, not even for those who have its cookie. Immutable.
 */
public final class Split implements Next {
  private static final int WHOLE = 10_000;

  private final int[] bounds;
  private final List<Next> nexts;
  private final Sticky[] sticky;
  private final byte[] cookie;

  private Split(int[] bounds, List<Next> nexts, Sticky[] sticky, byte[] cookie) {
    this.bounds = bounds;
    this.nexts = List.copyOf(nexts);
    this.sticky = sticky;
    this.cookie = cookie;
  }

  /** How a share is known again: a test of the cookie's value, and the lines that set it. */
  private record Sticky(SliceTest isValue, byte[] line, byte[] secureLine) {}

  /**
   * Chooses anew for each request.
   *
   * @param nexts what answers for each share, in the same order
   */
  public static Next of(List<Share> shares, List<Next> nexts) {
    check(shares, nexts);
    return nexts.size() == 1
        ? nexts.getFirst()
        : new Split(bounds(shares), nexts, new Sticky[0], new byte[0]);
  }

  /** Chooses once for each client that keeps cookies. */
  public static Next sticky(String cookie, List<Share> shares, List<Next> nexts) {
    check(shares, nexts);
    return nexts.size() == 1
        ? nexts.getFirst()
        : new Split(
            bounds(shares),
            nexts,
            shares.stream().map(share -> sticky(cookie, share)).toArray(Sticky[]::new),
            Octets.of(cookie));
  }

  @Override
  public Future<Reply> proceed(Exchange exchange) {
    int kept = kept(exchange.request().fields());
    if (kept >= 0) {
      return nexts.get(kept).proceed(exchange);
    }
    int chosen = chosen(exchange.loop().random().nextInt(WHOLE));
    var reply = nexts.get(chosen).proceed(exchange);
    return sticky.length == 0 ? reply : reply.map(r -> remembering(r, chosen, exchange));
  }

  /** The share that the client's cookie names, or -1. */
  private int kept(FieldLines fields) {
    for (int i = 0; i < sticky.length; i++) {
      if (basisPoints(i) > 0 && Cookies.any(fields, cookie, sticky[i].isValue)) {
        return i;
      }
    }
    return -1;
  }

  private int basisPoints(int share) {
    return share == 0 ? bounds[0] : bounds[share] - bounds[share - 1];
  }

  private int chosen(int roll) {
    int share = 0;
    while (roll >= bounds[share]) {
      share++;
    }
    return share;
  }

  private Reply remembering(Reply reply, int share, Exchange exchange) {
    var lines = sticky[share];
    reply.changes().add(exchange.isSecure() ? lines.secureLine : lines.line);
    return reply;
  }

  private static void check(List<Share> shares, List<Next> nexts) {
    int sum = shares.stream().mapToInt(Share::basisPoints).sum();
    if (shares.size() != nexts.size() || sum != WHOLE) {
      throw new IllegalArgumentException(
          "found " + shares + " for " + nexts.size() + " steps; expected one each, 10000 in sum");
    }
  }

  private static int[] bounds(List<Share> shares) {
    var bounds = shares.stream().mapToInt(Share::basisPoints).toArray();
    Arrays.parallelPrefix(bounds, Integer::sum);
    return bounds;
  }

  private static Sticky sticky(String cookie, Share share) {
    var value = id(share.pool());
    var octets = Octets.of(value);
    var line = "Set-Cookie: " + cookie + "=" + value + "; Path=/; HttpOnly; SameSite=Lax";
    return new Sticky(
        (bytes, start, end) -> Arrays.equals(bytes, start, end, octets, 0, octets.length),
        Octets.of(line + "\r\n"),
        Octets.of(line + "; Secure\r\n"));
  }

  private static String id(String pool) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(pool.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
