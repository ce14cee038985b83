package io.weir.proxy.metric;

/** The classes that durations are counted in, of all histograms alike. */
final class Buckets {
  /** Upper bounds in seconds, inclusive; the last is Prometheus's {@code +Inf}. */
  static final double[] SECONDS = {
    0.0005,
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    30,
    Double.POSITIVE_INFINITY
  };

  static final int COUNT = SECONDS.length;

  private static final long[] NANOS = new long[COUNT];

  static {
    for (int i = 0; i < COUNT; i++) {
      NANOS[i] = i == COUNT - 1 ? Long.MAX_VALUE : Math.round(SECONDS[i] * 1e9);
    }
  }

  private Buckets() {}

  /** The class of a duration. Linear, since most requests end in the first few. */
  static int of(long nanos) {
    int i = 0;
    while (nanos > NANOS[i]) {
      i++;
    }
    return i;
  }
}
