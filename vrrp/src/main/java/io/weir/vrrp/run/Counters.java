package io.weir.vrrp.run;

import io.weir.vrrp.packet.ChecksumForm;
import io.weir.vrrp.packet.Rejection;
import java.util.EnumMap;
import java.util.Map;

/** What a router has counted. Touched by its thread; others get a {@link #copy}. */
public final class Counters {
  private long sent;
  private long unsent;
  private long received;
  private long releases;
  private long otherAddresses;
  private long takeovers;
  private long conflicts;
  private long maxLateNanos;
  private final Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
  private final Map<ChecksumForm, Long> forms = new EnumMap<>(ChecksumForm.class);

  Counters() {}

  void countSent(boolean left) {
    if (left) {
      sent++;
    } else {
      unsent++;
    }
  }

  void countReceived(ChecksumForm form, boolean isRelease) {
    received++;
    forms.merge(form, 1L, Long::sum);
    if (isRelease) {
      releases++;
    }
  }

  void countRejected(Rejection reason) {
    rejected.merge(reason, 1L, Long::sum);
  }

  void countOtherAddresses() {
    otherAddresses++;
  }

  void countTakeover() {
    takeovers++;
  }

  void countConflict() {
    conflicts++;
  }

  void late(long nanos) {
    maxLateNanos = Math.max(maxLateNanos, nanos);
  }

  Counters copy() {
    var copy = new Counters();
    copy.sent = sent;
    copy.unsent = unsent;
    copy.received = received;
    copy.releases = releases;
    copy.otherAddresses = otherAddresses;
    copy.takeovers = takeovers;
    copy.conflicts = conflicts;
    copy.maxLateNanos = maxLateNanos;
    copy.rejected.putAll(rejected);
    copy.forms.putAll(forms);
    return copy;
  }

  /** Adverts that left. */
  public long sent() {
    return sent;
  }

  /** Adverts that could not leave. */
  public long unsent() {
    return unsent;
  }

  /** Adverts that passed every check. */
  public long received() {
    return received;
  }

  /** Of these, with priority 0. */
  public long releases() {
    return releases;
  }

  /** Of these, with other addresses than configured. */
  public long otherAddresses() {
    return otherAddresses;
  }

  /** How often the router became Active. */
  public long takeovers() {
    return takeovers;
  }

  /** Seconds in which another machine said that it has an address of this router's. */
  public long conflicts() {
    return conflicts;
  }

  /** The latest that an advert was sent behind its time. */
  public long maxLateNanos() {
    return maxLateNanos;
  }

  /** Adverts that were refused, by reason. */
  public Map<Rejection, Long> rejected() {
    return Map.copyOf(rejected);
  }

  /** Adverts by what their checksums cover. */
  public Map<ChecksumForm, Long> forms() {
    return Map.copyOf(forms);
  }
}
