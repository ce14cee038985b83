package io.weir.proxy.metric;

import java.util.function.LongSupplier;

/** A number that another part keeps and metrics show. */
record Reading(Kind kind, String name, String help, LongSupplier value) {
  /** What the number may do. */
  enum Kind {
    COUNTER,
    GAUGE
  }
}
