package io.weir.dsl.directive;

import io.weir.dsl.model.Limit;
import io.weir.dsl.model.LimitKey;
import io.weir.dsl.model.Rate;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code limit 100r/s burst 200 per client.ip cost 2 delay 1s keys 100000 as api-clients dry-run}
 * while it is read; what stands behind the rate may stand in any order.
 */
final class RateLimitDraft implements LimitDraft {
  private static final int HIGHEST_COST = 1_000_000;
  private static final int FEWEST_KEYS = 1_000;
  private static final int MOST_KEYS = 10_000_000;
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
  private static final List<String> WORDS =
      List.of("per", "burst", "cost", "delay", "keys", "as", "shared", "dry-run");

  private final Rate rate;
  private final Span span;
  private final Set<String> seen = new HashSet<>();
  private long burst;
  private OptionalInt cost = OptionalInt.empty();
  private List<LimitKey> keys = List.of();
  private Optional<Duration> delay = Optional.empty();
  private Optional<Argument.Word> name = Optional.empty();
  private int mostKeys = Limit.Requests.DEFAULT_KEYS;

  private RateLimitDraft(Rate rate, Span span) {
    this.rate = rate;
    this.span = span;
    this.burst = rate.count();
  }

  static RateLimitDraft read(Arguments arguments) {
    var rate = Typed.rate(arguments, "limit");
    var draft = new RateLimitDraft(rate, arguments.statement().span());
    while (!arguments.isAtEnd()) {
      draft.part(arguments);
    }
    if (draft.keys.isEmpty() && !arguments.isBroken()) {
      arguments.fail(
          Diagnostic.of(
                  Code.ARGUMENTS,
                  arguments.statement().span(),
                  "\"limit\" ends too early; expected \"per\" and what requests are told apart by")
              .hint("write: limit " + rate + " per client.ip; one for all requests: per route"));
    }
    if (draft.seen.containsAll(List.of("shared", "delay"))) {
      arguments.flag(
          Diagnostic.of(
                  Code.ARGUMENTS,
                  draft.span,
                  "found \"delay\" with \"shared\"; a line can only be kept within one Weir")
              .hint("leave out one of them, or state two limits"));
    }
    return draft;
  }

  private void part(Arguments arguments) {
    var place = arguments.here();
    var word = arguments.oneOf("limit", WORDS);
    if (!seen.add(word) && !arguments.isLost()) {
      arguments.flag(Code.SET_TWICE, place, "\"" + word + "\" stands twice in this limit");
    }
    switch (word) {
      case "per" -> keys = LimitKeys.read(arguments);
      case "burst" -> burst = Typed.number(arguments, "burst", 1, (int) Rate.MOST);
      case "cost" -> cost = OptionalInt.of(Typed.number(arguments, "cost", 1, HIGHEST_COST));
      case "delay" -> delay = Optional.of(delay(arguments));
      case "keys" -> mostKeys = Typed.number(arguments, "keys", FEWEST_KEYS, MOST_KEYS);
      case "as" -> name = LimitDraft.readName(arguments);
      case String _ -> {}
    }
  }

  private static Duration delay(Arguments arguments) {
    var delay = Typed.duration(arguments, "delay");
    if (delay.compareTo(LONGEST_DELAY) > 0) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.last(),
          "delay is " + arguments.last().text() + "; expected at most 1m");
    }
    return delay;
  }

  @Override
  public Optional<Argument.Word> name() {
    return name;
  }

  @Override
  public String label() {
    return "per " + LimitKey.text(keys);
  }

  @Override
  public Span span() {
    return span;
  }

  @Override
  public Limit limit(String called, int costOfRoute) {
    return new Limit.Requests(
        called,
        rate,
        burst,
        cost.orElse(costOfRoute),
        keys,
        delay,
        seen.contains("dry-run"),
        seen.contains("shared"),
        mostKeys,
        span);
  }
}
