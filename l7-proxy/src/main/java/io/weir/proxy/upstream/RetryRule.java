package io.weir.proxy.upstream;

import io.weir.dsl.model.Retry;
import io.weir.proxy.exchange.Method;

/**
 * Whether a failed attempt is made again: the rule of {@code docs/retries.md}. Pure. A request that
 * a server may have acted on is sent again only if doing it twice is doing it once (RFC 9110
 * 9.2.2).
 */
public final class RetryRule {
  private RetryRule() {}

  /** How an attempt failed. */
  public enum Failure {
    /** There was no connection, so the server saw nothing. */
    NO_CONNECTION,
    /** A kept connection was closed or reset before an octet of the response. */
    KEPT_CONNECTION_LOST,
    /** A fresh connection was closed or reset before an octet of the response. */
    FRESH_CONNECTION_LOST,
    /** Anything else: a response had begun, or time ran out. */
    OTHER
  }

  /**
   * What is known when an attempt fails.
   *
   * @param attemptsMade tries so far, 1 after the first
   * @param octetsSent whether any octet of the request was handed to the socket
   * @param bodyKept whether what was sent of the body can be sent again
   * @param isBudgetLeft whether the pool's retry budget allows one more; what never reached a
   *     server is not asked for it, since no server gets a request twice
   */
  public record Attempt(
      Failure failure,
      Method method,
      int attemptsMade,
      boolean octetsSent,
      boolean bodyKept,
      boolean isBudgetLeft) {}

  /** Whether to try again. */
  public static boolean triesAgain(Retry retry, Attempt attempt) {
    if (attempt.attemptsMade() > retry.attempts()) {
      return false;
    }
    boolean mayRepeat =
        !attempt.octetsSent() || attempt.method().isIdempotent() && attempt.bodyKept();
    return switch (attempt.failure()) {
      case NO_CONNECTION -> retry.on().contains(Retry.Cause.CONNECT_FAIL);
      case KEPT_CONNECTION_LOST ->
          retry.on().contains(Retry.Cause.IDLE_RACE) && mayRepeat && attempt.isBudgetLeft();
      case FRESH_CONNECTION_LOST ->
          retry.on().contains(Retry.Cause.RESET) && mayRepeat && attempt.isBudgetLeft();
      case OTHER -> false;
    };
  }

  /** Whether the budget allows one more retry: a part of the requests in flight, at least 3. */
  public static boolean isWithinBudget(Retry retry, int inFlight, int retriesInFlight) {
    return retriesInFlight < Math.max(3, (long) inFlight * retry.budgetPercent() / 100);
  }

  /**
   * How long to wait before the next try, in milliseconds, so that the clients of a server that
   * failed do not all come back at once.
   *
   * @param random from 0 to 1
   */
  public static int backOffMillis(Failure failure, int attemptsMade, double random) {
    if (failure == Failure.KEPT_CONNECTION_LOST) {
      return 0;
    }
    int ceiling = Math.min(250, 25 << Math.min(attemptsMade - 1, 4));
    return (int) (ceiling * random);
  }
}
