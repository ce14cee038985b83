package io.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Retry;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.upstream.RetryRule.Attempt;
import io.weir.proxy.upstream.RetryRule.Failure;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryRuleTest {
  private static final Set<Method> REPEATABLE =
      EnumSet.of(
          Method.GET,
          Method.HEAD,
          Method.OPTIONS,
          Method.TRACE,
          Method.PUT,
          Method.DELETE,
          Method.QUERY);

  @Property
  void onlyWhatTheServerCannotHaveSeenOrMaySeeTwiceIsSentAgain(
      @ForAll Failure failure,
      @ForAll Method method,
      @ForAll boolean octetsSent,
      @ForAll boolean bodyKept) {
    var attempt = new Attempt(failure, method, 1, octetsSent, bodyKept, true);

    boolean again = RetryRule.triesAgain(Retry.DEFAULT, attempt);

    boolean unseen = !octetsSent || failure == Failure.NO_CONNECTION;
    boolean harmless = REPEATABLE.contains(method) && bodyKept;
    assertThat(again).isEqualTo(failure != Failure.OTHER && (unseen || harmless));
  }

  @Test
  void onlyWhatTheRouteNamesIsTriedAgain() {
    var retry = new Retry(1, Set.of(Retry.Cause.IDLE_RACE), 20);

    assertThat(EnumSet.allOf(Failure.class))
        .filteredOn(failure -> RetryRule.triesAgain(retry, get(failure, 1)))
        .containsExactly(Failure.KEPT_CONNECTION_LOST);
  }

  @Property
  void asManyTriesAreMadeAsTheRouteAllows(
      @ForAll @IntRange(max = 10) int allowed, @ForAll @IntRange(min = 1, max = 12) int made) {
    var retry = new Retry(allowed, Set.of(Retry.Cause.CONNECT_FAIL), 20);

    assertThat(RetryRule.triesAgain(retry, get(Failure.NO_CONNECTION, made)))
        .isEqualTo(made <= allowed);
  }

  @Test
  void withoutABudgetOnlyWhatReachedNoServerIsTriedAgain() {
    assertThat(EnumSet.allOf(Failure.class))
        .filteredOn(failure ->
            RetryRule.triesAgain(
                Retry.DEFAULT, new Attempt(failure, Method.GET, 1, true, true, false)))
        .containsExactly(Failure.NO_CONNECTION);
  }

  @Test
  void theBudgetIsAPartOfWhatIsInFlightButThreeAtLeast() {
    assertThat(RetryRule.isWithinBudget(Retry.DEFAULT, 1, 2)).isTrue();
    assertThat(RetryRule.isWithinBudget(Retry.DEFAULT, 1, 3)).isFalse();
    assertThat(RetryRule.isWithinBudget(Retry.DEFAULT, 100, 19)).isTrue();
    assertThat(RetryRule.isWithinBudget(Retry.DEFAULT, 100, 20)).isFalse();
  }

  @Property
  void theWaitGrowsWithTheTriesUpToAQuarterOfASecond(
      @ForAll @IntRange(min = 1, max = 20) int made, @ForAll @DoubleRange(max = 1) double random) {
    int wait = RetryRule.backOffMillis(Failure.NO_CONNECTION, made, random);

    assertThat(wait).isBetween(0, Math.min(250, 25 << Math.min(made - 1, 4)));
    assertThat(RetryRule.backOffMillis(Failure.KEPT_CONNECTION_LOST, made, random)).isZero();
  }

  private static Attempt get(Failure failure, int made) {
    return new Attempt(failure, Method.GET, made, true, true, true);
  }
}
