package io.weir.proxy.metric;

import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.Cause.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of a server's row; the outcomes of attempts come first. */
final class ServerRow {
  /** Labels of outcomes, by column. */
  static final List<String> OUTCOMES;

  private static final Map<Cause, Integer> COLUMN = new EnumMap<>(Cause.class);
  private static final int OK = 0;
  private static final int OTHER = 1;

  static {
    var outcomes = new ArrayList<>(List.of("ok", "other"));
    for (var cause : Cause.values()) {
      if (cause.fault() == Fault.UPSTREAM) {
        COLUMN.put(cause, outcomes.size());
        outcomes.add(cause.code());
      }
    }
    OUTCOMES = List.copyOf(outcomes);
  }

  static final int STARTED = OUTCOMES.size();
  static final int ENDED = STARTED + 1;
  static final int REUSED = ENDED + 1;
  static final int OPENED = REUSED + 1;
  static final int CLOSED = OPENED + 1;
  static final int CONNECT_FAILED = CLOSED + 1;
  static final int CONNECT = CONNECT_FAILED + 1;
  static final int CONNECT_SUM = CONNECT + Buckets.COUNT;
  static final int FIRST_BYTE = CONNECT_SUM + 1;
  static final int FIRST_BYTE_SUM = FIRST_BYTE + Buckets.COUNT;
  static final int WIDTH = FIRST_BYTE_SUM + 1;

  private ServerRow() {}

  /** The column of an attempt's outcome; those that are not the server's doing are one. */
  static int outcome(@Nullable Cause cause) {
    if (cause == null) {
      return OK;
    }
    var column = COLUMN.get(cause);
    return column == null ? OTHER : column;
  }
}
