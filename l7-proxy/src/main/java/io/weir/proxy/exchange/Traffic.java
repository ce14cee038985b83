package io.weir.proxy.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What content of a request and its reply has passed, in which coding, and what a cache did about
 * it. Belongs to one exchange.
 */
public final class Traffic {
  private long received;
  private long sent;
  private @Nullable Transcoding transcoding;
  private @Nullable String cacheOutcome;

  /** Octets of request content received. */
  public long received() {
    return received;
  }

  /** Counts octets of request content. */
  public void receive(int octets) {
    received += octets;
  }

  /** Octets of reply content sent, without head and chunk framing. */
  public long sent() {
    return sent;
  }

  /** Counts octets of reply content. */
  public void send(long octets) {
    sent += octets;
  }

  /** What was counted as sent has not left, and will not. */
  public void unsend() {
    sent = 0;
  }

  /** What Weir did to the coding of the reply; null: nothing. */
  public @Nullable Transcoding transcoding() {
    return transcoding;
  }

  /** Notes what is done to the coding of the reply. */
  public void transcoding(Transcoding change) {
    transcoding = change;
  }

  /** What the cache of the route did, in one word for the log; null: there is none. */
  public @Nullable String cacheOutcome() {
    return cacheOutcome;
  }

  /** Notes what the cache did. */
  public void cacheOutcome(String word) {
    cacheOutcome = word;
  }
}
