package io.weir.dsl.directive;

import io.weir.dsl.model.Pool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings of a pool, apart from its servers. */
final class PoolReaders {
  /** Far above what one process can hold, far below what overflows. */
  static final int MOST_CONNECTIONS = 1_000_000;

  private PoolReaders() {}

  /** {@code balance p2c}. */
  static void balance(Arguments arguments, PoolDraft pool) {
    pool.once(arguments);
    var word = arguments.oneOf("balance", List.of("p2c", "round-robin"));
    pool.balance = Optional.of(word.equals("p2c") ? Pool.Balance.P2C : Pool.Balance.ROUND_ROBIN);
    arguments.endWithoutBlock();
  }

  /** {@code max-conns 200}. */
  static void maxConns(Arguments arguments, PoolDraft pool) {
    pool.once(arguments);
    pool.maxConns = OptionalInt.of(Typed.number(arguments, "max-conns", 1, MOST_CONNECTIONS));
    arguments.endWithoutBlock();
  }

  /** {@code queue 500 for 2s}. */
  static void queue(Arguments arguments, PoolDraft pool) {
    pool.once(arguments);
    pool.queueSpan = arguments.statement().span();
    pool.queueLength = OptionalInt.of(Typed.number(arguments, "queue", 0, MOST_CONNECTIONS));
    if (arguments.accept("for")) {
      pool.queueWait = Optional.of(Typed.duration(arguments, "queue"));
    }
    arguments.endWithoutBlock();
  }

  /** {@code idle-timeout 55s}. */
  static void idleTimeout(Arguments arguments, PoolDraft pool) {
    pool.once(arguments);
    pool.idleTimeout = Optional.of(Typed.duration(arguments, "idle-timeout"));
    arguments.endWithoutBlock();
  }
}
