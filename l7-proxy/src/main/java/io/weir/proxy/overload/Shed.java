package io.weir.proxy.overload;

import io.weir.dsl.model.Overload;
import io.weir.dsl.model.Priority;

/**
 * Which requests are refused at a pressure. Pure.
 *
 * <p>Requests of normal priority are refused from the thresholds on that the configuration names;
 * low ones from half of them, high ones from twice. What is refused stays refused until the
 * pressure has fallen by a fifth, since otherwise every second request would be.
 */
public enum Shed {
  /** Everything is served. */
  NOTHING(0),
  LOW(500),
  NORMAL(1000),
  HIGH(2000);

  private static final Shed[] ALL = values();

  private final int from;

  Shed(int from) {
    this.from = from;
  }

  /**
   * How much there is to do, in thousandths of what the configuration names; the larger of both
   * counts.
   *
   * @param lagNanos how late the loop is
   * @param inFlight requests that are being answered
   */
  public static int pressure(Overload overload, long lagNanos, int inFlight) {
    long byLag = overload.lag().map(lag -> permille(lagNanos, lag.toNanos())).orElse(0L);
    long byCount =
        overload.inFlight().isPresent() ? permille(inFlight, overload.inFlight().getAsInt()) : 0;
    return (int) Math.min(Integer.MAX_VALUE, Math.max(byLag, byCount));
  }

  private static long permille(long part, long whole) {
    return part > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : part * 1000 / whole;
  }

  /**
   * What is refused now.
   *
   * @param before what was refused until now
   */
  public static Shed decide(Shed before, int pressure) {
    for (int i = ALL.length - 1; i > 0; i--) {
      var step = ALL[i];
      int threshold = before.ordinal() >= i ? step.from - step.from / 5 : step.from;
      if (pressure >= threshold) {
        return step;
      }
    }
    return NOTHING;
  }

  /** Whether requests of this priority are refused. */
  public boolean refuses(Priority priority) {
    return switch (priority) {
      case LOW -> ordinal() >= LOW.ordinal();
      case NORMAL -> ordinal() >= NORMAL.ordinal();
      case HIGH -> ordinal() >= HIGH.ordinal();
    };
  }
}
