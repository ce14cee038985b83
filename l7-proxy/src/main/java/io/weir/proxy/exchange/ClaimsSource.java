package io.weir.proxy.exchange;

import org.jspecify.annotations.Nullable;

/** Knows the claims of requests; called on the exchange's loop. */
@FunctionalInterface
public interface ClaimsSource {
  /** Knows of none. */
  ClaimsSource NONE = (_, _) -> null;

  /** The claims of the token that the verifier of this name takes, or null if there is none. */
  @Nullable Claims of(Exchange exchange, String verifier);
}
