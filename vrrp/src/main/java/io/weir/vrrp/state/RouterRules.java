package io.weir.vrrp.state;

import io.weir.vrrp.packet.Version;
import java.time.Duration;

/**
 * How a virtual router behaves, as configured.
 *
 * @param intervalCentis between its own adverts
 * @param preempt whether it takes over from a lower Active router; the owner does in any case
 * @param preemptDelay how long it puts up with one, from when it first hears it
 * @param startupDelay how long it only listens after its start
 * @param announceAgain how long after becoming Active the addresses are announced once more
 * @param announceEvery how often they are announced from then on; zero for never
 */
public record RouterRules(
    Version version,
    int intervalCentis,
    boolean preempt,
    Duration preemptDelay,
    Duration startupDelay,
    Duration announceAgain,
    Duration announceEvery) {
  private static final long CENTI = 10_000_000;
  private static final long SECOND = 1_000_000_000;

  public RouterRules {
    if (intervalCentis < 1) {
      throw new IllegalArgumentException(
          "found interval " + intervalCentis + "; expected 1 hundredth of a second at least");
    }
  }

  /** Between its own adverts. */
  public long intervalNanos() {
    return intervalCentis * CENTI;
  }

  /**
   * Skew_Time: the higher the priority, the sooner (RFC 9568 6.1; RFC 3768 6.1 without the
   * interval).
   *
   * @param activeIntervalCentis between adverts of the Active router
   */
  public long skewNanos(int priority, int activeIntervalCentis) {
    long unit = version == Version.V2 ? SECOND : activeIntervalCentis * CENTI;
    return (256 - priority) * unit / 256;
  }

  /** Active_Down_Interval: how long silence means that there is no Active router. */
  public long downNanos(int priority, int activeIntervalCentis) {
    return 3L * activeIntervalCentis * CENTI + skewNanos(priority, activeIntervalCentis);
  }

  /**
   * How long ago the own last advert may have left before another router may have taken over: three
   * intervals, to which every other router adds its skew.
   */
  public long fenceNanos() {
    return 3 * intervalNanos();
  }
}
