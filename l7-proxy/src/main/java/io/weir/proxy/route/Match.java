package io.weir.proxy.route;

/** What became of the search for a route. */
public enum Match {
  /** A route matched. */
  FOUND,
  /** No {@code host} block answers for the host. */
  NO_HOST,
  /** The host's block has no route that matches. */
  NO_ROUTE
}
