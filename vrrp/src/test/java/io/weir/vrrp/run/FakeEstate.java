package io.weir.vrrp.run;

import java.util.ArrayList;
import java.util.List;

/** Addresses that are kept as a kernel keeps leased ones. */
final class FakeEstate implements Estate {
  private static final long LEASE_NANOS = 2_000_000_000L;

  final List<Notice> notices = new ArrayList<>();
  int announcements;
  private boolean isClaimed;
  private long renewedAt;

  /** Whether the addresses are there; at most for a lease after the last advert. */
  boolean isHeld(long now) {
    return isClaimed && now - renewedAt < LEASE_NANOS;
  }

  @Override
  public void claim() {
    isClaimed = true;
  }

  @Override
  public void release() {
    isClaimed = false;
  }

  @Override
  public void announce() {
    announcements++;
  }

  @Override
  public void renew(long nowNanos) {
    renewedAt = nowNanos;
  }

  @Override
  public void notice(Notice notice) {
    notices.add(notice);
  }
}
