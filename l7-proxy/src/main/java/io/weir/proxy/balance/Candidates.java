package io.weir.proxy.balance;

/** The servers of a pool, by number, as one request sees them. */
public interface Candidates {
  /** Requests in flight to the server, over all loops. */
  int inFlight(int server);

  /** Whether the request may go there: not tried yet, below its limit, not known to be bad. */
  boolean isUsable(int server);
}
