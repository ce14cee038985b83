package io.weir.proxy.upstream;

/**
 * How much goes on between Weir and its servers, over all pools and loops.
 *
 * @param places requests that have a place at a server
 * @param requests that have a place under the limit of their pool
 * @param retries of those, at a second try or later
 * @param waiting requests that wait for a place
 */
public record Occupancy(int places, int requests, int retries, int waiting) {
  /** Whether nothing goes on. */
  public boolean isNone() {
    return places == 0 && requests == 0 && retries == 0 && waiting == 0;
  }
}
