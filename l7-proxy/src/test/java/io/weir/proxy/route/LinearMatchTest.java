package io.weir.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.Condition.Predicate;
import io.weir.proxy.exchange.Requests;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions on which an engine that goes back takes longer than the universe has. */
class LinearMatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(a+)+$",
        "^(a|a)*$",
        "^(a|aa)+$",
        "^(a*)*$",
        "^(.*a){12}$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}$",
        "^((a*)*)*$",
        "(x+x+)+y"
      })
  void isDecidedInTimeThatGrowsWithTheTextOnly(String regex) {
    var guard = Guard.of(new Condition.Test(new Field.Query("q"), new Predicate.Matches(regex)));
    var hostile = regex.contains("x+") ? "x".repeat(8000) : "a".repeat(8000) + "!";
    var exchange = Requests.get("http://h/?q=" + hostile).exchange();

    var passes = assertTimeoutPreemptively(PATIENCE, () -> guard.passes(exchange));

    assertThat(passes).isFalse();
  }
}
