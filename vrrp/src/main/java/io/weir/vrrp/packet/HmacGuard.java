package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signs the adverts of one virtual router and checks those of others: the key, the time, and that
 * none comes twice. Touched by the router's thread only.
 */
public final class HmacGuard {
  /** Senders whose last sequence is known; who is not has to be within the window. */
  private static final int SENDERS = 16;

  private static final int MIN_WINDOW_SECONDS = 5;

  private final HmacMode mode;
  private final HmacKeys keys;
  private final InstantSource clock;
  private final long windowSeconds;
  private final Map<InetAddress, Long> highest =
      new LinkedHashMap<>(SENDERS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
          return size() > SENDERS;
        }
      };
  private long sent;

  /**
   * A guard whose window is three intervals, and five seconds at least.
   *
   * @param clock the time of day, which the routers of a group must share within the window
   */
  public HmacGuard(HmacMode mode, HmacKeys keys, int intervalCentis, InstantSource clock) {
    this.mode = mode;
    this.keys = keys;
    this.clock = clock;
    this.windowSeconds = Math.max(MIN_WINDOW_SECONDS, (3L * intervalCentis + 99) / 100);
  }

  /** The advert as it is to be sent. */
  public byte[] sign(byte[] message, InetAddress source) {
    if (!mode.signs()) {
      return message;
    }
    long now = sequence(clock.instant());
    long ahead = (int) ((sent >>> 32) - (now >>> 32));
    // A sequence that a wrong clock took far ahead would be stale to everybody: start again from
    // now.
    sent = now - sent > 0 || ahead > windowSeconds ? now : sent + 1;
    return HmacTrailer.append(message, source, keys.active(), keys.signing(), sent);
  }

  /** Why an advert is refused, if it is. What is not signed correctly changes nothing here. */
  Optional<Rejection> refuse(Optional<SignedTail> signed, InetAddress source) {
    if (signed.isEmpty()) {
      return mode == HmacMode.ENFORCE ? Optional.of(Rejection.HMAC_MISSING) : Optional.empty();
    }
    byte[] tail = signed.get().tail();
    if (!HmacTrailer.isWellFormed(tail)) {
      return Optional.of(Rejection.HMAC_MALFORMED);
    }
    long sequence = HmacTrailer.sequence(tail);
    // Before the signature, so that a flood of old captures costs no digest each.
    if (!isInWindow(sequence)) {
      return Optional.of(Rejection.HMAC_STALE);
    }
    byte[] key = keys.byId().get(HmacTrailer.keyId(tail));
    if (key == null) {
      return Optional.of(Rejection.HMAC_KEY);
    }
    if (!HmacTrailer.isSignedBy(signed.get(), source, key)) {
      return Optional.of(Rejection.HMAC);
    }
    var last = highest.get(source);
    // A mark outside the window only orders what the window refuses anyway: the sender's clock was
    // set.
    if (last != null && isInWindow(last) && sequence - last <= 0) {
      return Optional.of(Rejection.HMAC_REPLAY);
    }
    highest.put(source, sequence);
    return Optional.empty();
  }

  private boolean isInWindow(long sequence) {
    int difference = (int) clock.instant().getEpochSecond() - (int) (sequence >>> 32);
    return difference <= windowSeconds && difference >= -windowSeconds;
  }

  private static long sequence(Instant time) {
    long fraction = ((long) time.getNano() << 16) / 1_000_000_000L;
    return time.getEpochSecond() << 32 | fraction << 16;
  }
}
