package io.weir.dsl.directive;

import io.weir.dsl.model.Pool;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** {@code pool NAME { server … }}. */
final class PoolReader implements Reader<FileDraft> {
  static final Table<PoolDraft> TABLE =
      new Table<>(
          Scope.POOL,
          Map.of(
              "server", new ServerReader(),
              "balance", PoolReaders::balance,
              "max-conns", PoolReaders::maxConns,
              "queue", PoolReaders::queue,
              "idle-timeout", PoolReaders::idleTimeout));

  /**
   * Below the 60 s and more that servers keep a connection, so that Weir is the one to close it.
   */
  private static final Duration IDLE = Duration.ofSeconds(55);

  private static final Duration QUEUE_WAIT = Duration.ofSeconds(2);

  @Override
  public void read(Arguments arguments, FileDraft file) {
    var name = arguments.word("a name");
    var block = arguments.block();
    var draft = new PoolDraft(name.text(), arguments.statement().span());
    boolean isWhole = TABLE.read(block, draft, arguments.context());
    if (isWhole) {
      check(draft, arguments);
    }
    file.pools.add(pool(draft));
  }

  private static void check(PoolDraft draft, Arguments arguments) {
    if (draft.servers.isEmpty()) {
      arguments.fail(
          Diagnostic.of(Code.EMPTY_POOL, draft.span, "the pool has no server")
              .hint("write: server 10.0.0.11:8080"));
    } else if (draft.servers.stream().allMatch(Pool.Server::backup)) {
      arguments
          .context()
          .report(Code.ONLY_BACKUPS, draft.span, "every server of the pool is a backup");
    }
    if (draft.queueSpan != null && limit(draft).isEmpty()) {
      arguments.fail(
          Diagnostic.of(
                  Code.NO_EFFECT,
                  draft.queueSpan,
                  "queue has no effect: nothing limits the requests in flight")
              .hint("set max-conns of the pool, or of each server"));
    }
  }

  /** How many requests can be in flight at most. */
  private static OptionalInt limit(PoolDraft draft) {
    if (draft.maxConns.isPresent()) {
      return draft.maxConns;
    }
    long sum = 0;
    for (var server : draft.servers) {
      if (server.maxConns().isEmpty()) {
        return OptionalInt.empty();
      }
      sum += server.maxConns().getAsInt();
    }
    return draft.servers.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.min(sum, Integer.MAX_VALUE));
  }

  static Pool pool(PoolDraft draft) {
    int queue = draft.queueLength.orElse(limit(draft).orElse(0));
    return new Pool(
        draft.name,
        draft.servers,
        draft.balance.orElse(Pool.Balance.P2C),
        draft.maxConns,
        queue,
        draft.queueWait.orElse(QUEUE_WAIT),
        draft.idleTimeout.orElse(IDLE),
        draft.span);
  }
}
