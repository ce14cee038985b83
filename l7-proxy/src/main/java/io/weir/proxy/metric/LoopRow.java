package io.weir.proxy.metric;

import io.weir.proxy.failure.Cause;
import java.util.EnumMap;
import java.util.Map;

/** The columns of a loop's own row: what has neither route nor server. */
final class LoopRow {
  /** Status codes 0 to 999, one column each. */
  static final int STATUS_COUNT = 1000;

  static final Map<Cause, Integer> CAUSE = new EnumMap<>(Cause.class);
  static final Map<ConnectionState, Integer> CONNECTION = new EnumMap<>(ConnectionState.class);
  static final int STARTED = STATUS_COUNT;
  static final int ENDED = STARTED + 1;
  static final int ACCEPTED = ENDED + 1;
  static final int WIDTH;

  static {
    int column = ACCEPTED + 1;
    for (var state : ConnectionState.values()) {
      CONNECTION.put(state, column++);
    }
    for (var cause : Cause.values()) {
      CAUSE.put(cause, column++);
    }
    WIDTH = column;
  }

  private LoopRow() {}

  static int cause(Cause cause) {
    return column(CAUSE.get(cause));
  }

  static int connection(ConnectionState state) {
    return column(CONNECTION.get(state));
  }

  private static int column(@org.jspecify.annotations.Nullable Integer column) {
    return java.util.Objects.requireNonNull(column);
  }
}
