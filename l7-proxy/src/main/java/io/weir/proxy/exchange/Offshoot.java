package io.weir.proxy.exchange;

import java.util.function.Consumer;

/**
 * An exchange of its own for the request of another: it goes on if the other's client goes, and
 * what is changed of either is not changed of the other.
 */
public final class Offshoot {
  private Offshoot() {}

  /**
   * The offshoot of the exchange as it stands now, on the same loop.
   *
   * @param content of the request, as long as its head says
   * @param interim is handed 1xx responses
   */
  public static Exchange of(Exchange parent, BodySource content, Consumer<ResponseHead> interim) {
    var other =
        new Exchange(
            parent.loop(), parent.client(), parent.request(), parent.ordinal(), content, interim);
    other.timeline().started = parent.timeline().started;
    other.timeline().headRead = parent.timeline().headRead;
    other.requestChanges().addAll(parent.requestChanges());
    other.upstreamTarget = parent.upstreamTarget;
    other.clientAddress = parent.clientAddress;
    other.clientAddressText = parent.clientAddressText;
    other.route = parent.route;
    other.terms = parent.terms;
    other.routeIndex = parent.routeIndex;
    other.slot = parent.slot;
    other.captures = parent.captures;
    other.requestId = parent.requestId();
    other.peerTrusted = parent.peerTrusted;
    other.secure = parent.secure;
    other.user = parent.user;
    other.claims = parent.claims;
    other.claimsSource = parent.claimsSource;
    other.claimsVerifier = parent.claimsVerifier;
    other.claimsFound = parent.claimsFound;
    return other;
  }

  /** Notes where the offshoot went, as if its parent had gone there. */
  public static void report(Exchange offshoot, Exchange parent) {
    parent.pool = offshoot.pool;
    parent.endpoint = offshoot.endpoint;
    parent.retries = offshoot.retries;
    parent.timeline().connected = offshoot.timeline().connected;
    parent.timeline().firstByte = offshoot.timeline().firstByte;
    var transcoding = offshoot.traffic().transcoding();
    if (transcoding != null) {
      parent.traffic().transcoding(transcoding);
    }
  }
}
