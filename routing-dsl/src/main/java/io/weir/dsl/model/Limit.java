package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A bound on what clients may ask for. The limits of outer and inner blocks add up. */
public sealed interface Limit {
  /**
   * What tells this limit from all others of the configuration, and makes it the same one after a
   * reload: given with {@code as}, or the block that states it and its keys. The label in logs and
   * metrics.
   */
  String name();

  /** The limit in the words of the language. */
  String text();

  /** What requests are told apart by, at least one. */
  List<LimitKey> keys();

  Span span();

  /** Whether the key can only be known once the client has logged in. */
  default boolean needsLogin() {
    return keys().stream().anyMatch(LimitKey.Claim.class::isInstance);
  }

  /**
   * Requests by time, for each key.
   *
   * @param burst what can be taken at once when nothing was taken for long
   * @param cost what a request of this route takes
   * @param keys what requests are told apart by, at least one
   * @param delay how long a request may be held back for its turn; empty: it is refused at once
   * @param isDryRun whether requests above the limit pass and are only counted
   * @param isShared whether several Weirs have one bucket for a key
   * @param mostKeys how many keys are remembered at a time
   */
  record Requests(
      String name,
      Rate rate,
      long burst,
      int cost,
      List<LimitKey> keys,
      Optional<Duration> delay,
      boolean isDryRun,
      boolean isShared,
      int mostKeys,
      Span span)
      implements Limit {
    public Requests {
      keys = List.copyOf(keys);
    }

    /** How many keys are remembered by a limit that does not say. */
    public static final int DEFAULT_KEYS = 200_000;

    @Override
    public String text() {
      var text = new StringBuilder("limit ").append(rate).append(" burst ").append(burst);
      text.append(" per ").append(LimitKey.text(keys));
      if (cost != 1) {
        text.append(" cost ").append(cost);
      }
      delay.ifPresent(time -> text.append(" delay ").append(time.toMillis()).append("ms"));
      if (mostKeys != DEFAULT_KEYS) {
        text.append(" keys ").append(mostKeys);
      }
      if (isShared) {
        text.append(" shared");
      }
      return isDryRun ? text.append(" dry-run").toString() : text.toString();
    }
  }

  /**
   * Requests at once, for each key: from their head to the end of their reply, or of the tunnel
   * that they become.
   *
   * @param keys what requests are told apart by, at least one
   * @param isDryRun whether requests above the limit pass and are only counted
   */
  record InFlight(String name, int most, List<LimitKey> keys, boolean isDryRun, Span span)
      implements Limit {
    public InFlight {
      keys = List.copyOf(keys);
    }

    /** Whether it is one count for a whole route, and so no client's fault if it is reached. */
    public boolean isOfRoute() {
      return keys.equals(List.of(new LimitKey.RouteName()));
    }

    @Override
    public String text() {
      var what = isOfRoute() ? "in-flight " + most : "connections " + most + " per ";
      var per = isOfRoute() ? "" : LimitKey.text(keys);
      return "limit " + what + per + (isDryRun ? " dry-run" : "");
    }
  }
}
