package io.weir.main;

import com.sun.management.OperatingSystemMXBean;
import io.weir.dsl.model.Overload;
import io.weir.dsl.model.Registration;
import io.weir.dsl.model.WeirConfig;
import io.weir.lvs.WeightRule;
import io.weir.lvs.WeightRule.Load;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.overload.Shedder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How much of the traffic this Weir asks for: by what it has to do, or as an operator says. Any
 * thread may call, but for event loops only {@link #percent}.
 */
final class OwnWeight {
  /** How fast Weir becomes warm where nobody says otherwise. */
  private static final Duration RAMP = Duration.ofSeconds(30);

  private static final int WHOLE = 100;

  /** Processors are used by fits and starts: what counts is the last few seconds. */
  private static final double CPU_NANOS = 3e9;

  private final Sources sources;
  private final long since;
  private Duration ramp = RAMP;
  private OptionalInt most = OptionalInt.empty();
  private OptionalInt operator = OptionalInt.empty();
  private boolean isLeaving;
  private double cpu;
  private long sampled;
  private int percent;
  private long weighed;

  /**
   * What there is to know of the load.
   *
   * @param lagNanos how late the latest event loop is
   * @param inFlight requests in flight
   * @param cpu the part of the machine's processors that is used; less than 0: not known
   * @param now the time in nanoseconds
   */
  record Sources(
      LongSupplier lagNanos, IntSupplier inFlight, DoubleSupplier cpu, LongSupplier now) {
    /** Those of a proxy in this process. */
    static Sources of(List<Loop> loops, Shedder shedder) {
      return new Sources(
          () -> loops.stream().mapToLong(loop -> loop.lag().nanos()).max().orElse(0),
          shedder::inFlight,
          OwnWeight::cpu,
          System::nanoTime);
    }
  }

  OwnWeight(Sources sources) {
    this.sources = sources;
    this.since = sources.now().getAsLong();
    this.sampled = since;
    this.weighed = since - WeightRule.PERIOD.toNanos();
  }

  private static double cpu() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuLoad()
        : -1;
  }

  /** Goes by this configuration from now on. */
  synchronized void inForce(WeirConfig config) {
    most = config.edge().overload().map(Overload::inFlight).orElse(OptionalInt.empty());
    ramp = config.asServer().stream().map(Registration::ramp).max(Duration::compareTo).orElse(RAMP);
  }

  /**
   * Weighs as an operator says.
   *
   * @param percent of what is configured, 0 to 100; empty: as the load says again
   */
  synchronized void operate(OptionalInt percent) {
    operator = percent;
    weighed = sources.now().getAsLong() - WeightRule.PERIOD.toNanos();
  }

  /** No new connections are wanted any more. */
  synchronized void leave() {
    isLeaving = true;
  }

  /** What an operator has said, if anything. */
  synchronized OptionalInt operator() {
    return operator;
  }

  /**
   * The weight of a registration.
   *
   * @param current what it has; 0: none yet
   */
  synchronized int weight(WeightRule rule, int current, long upNanos) {
    if (isLeaving) {
      return 0;
    }
    if (operator.isPresent()) {
      long part = (long) rule.full() * operator.getAsInt();
      return part == 0 ? 0 : (int) Math.max(1, (part + WHOLE / 2) / WHOLE);
    }
    return rule.weight(current, upNanos, load());
  }

  /** The weight as a percentage, for those who ask; it changes four times a second at most. */
  synchronized int percent() {
    long now = sources.now().getAsLong();
    boolean isDue = now - weighed >= WeightRule.PERIOD.toNanos();
    if (isDue || isLeaving) {
      weighed = now;
      percent = weight(new WeightRule(WHOLE, ramp), percent, now - since);
    }
    return percent;
  }

  private Load load() {
    double part = most.isPresent() ? sources.inFlight().getAsInt() / (double) most.getAsInt() : 0;
    return new Load(sources.lagNanos().getAsLong(), part, smoothed());
  }

  /** Weighed by the time that it stands for. */
  private double smoothed() {
    long now = sources.now().getAsLong();
    double gap = Math.max(0, now - sampled);
    if (gap > 0) {
      double found = Math.clamp(sources.cpu().getAsDouble(), 0, 1);
      cpu += (found - cpu) * gap / (gap + CPU_NANOS);
      sampled = now;
    }
    return cpu;
  }
}
