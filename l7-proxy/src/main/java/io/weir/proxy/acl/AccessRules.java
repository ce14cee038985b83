package io.weir.proxy.acl;

import io.weir.dsl.model.AccessBlock;
import io.weir.dsl.model.AccessRule;
import io.weir.dsl.model.AccessRule.Action;
import io.weir.dsl.model.AddressSet;
import io.weir.dsl.model.Condition;
import io.weir.proxy.address.AddressMatcher;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The access rules of a route, compiled: says whether a request may go on. Every block must be
 * passed; in a block the first rule that is about the request decides. Immutable; makes no garbage,
 * and every refusal is made ready, so that refusing a flood costs little.
 */
final class AccessRules {
  private final Block[] blocks;

  private AccessRules(List<Block> blocks) {
    this.blocks = blocks.toArray(Block[]::new);
  }

  /** What makes matchers of sets and tests of conditions. */
  record Compiler(
      Function<AddressSet, AddressMatcher> sets,
      Function<Condition, Predicate<Exchange>> conditions) {}

  /**
   * A rule.
   *
   * @param refusal null if it lets pass
   */
  private record Rule(
      @Nullable AddressMatcher from,
      @Nullable Predicate<Exchange> when,
      @Nullable ProxyFailure refusal) {
    boolean isAbout(Exchange exchange) {
      return (from == null || from.contains(exchange.clientAddress()))
          && (when == null || when.test(exchange));
    }
  }

  /**
   * A block.
   *
   * @param otherwise refuses those that no rule is about; null if they pass
   */
  private record Block(Rule[] rules, @Nullable ProxyFailure otherwise) {
    @Nullable ProxyFailure refusal(Exchange exchange) {
      for (var rule : rules) {
        if (rule.isAbout(exchange)) {
          return rule.refusal;
        }
      }
      return otherwise;
    }
  }

  static AccessRules of(List<AccessBlock> blocks, Compiler compiler) {
    return new AccessRules(blocks.stream().map(block -> block(block, compiler)).toList());
  }

  /** Why the request is refused; empty if it may go on. */
  Optional<ProxyFailure> refusal(Exchange exchange) {
    for (var block : blocks) {
      var refusal = block.refusal(exchange);
      if (refusal != null) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }

  private static Block block(AccessBlock block, Compiler compiler) {
    var rules = block.rules().stream().map(rule -> rule(rule, compiler)).toArray(Rule[]::new);
    var last = block.rules().getLast();
    var otherwise = last.action() == Action.ALLOW ? leftOver(last) : null;
    return new Block(rules, otherwise);
  }

  private static Rule rule(AccessRule rule, Compiler compiler) {
    return new Rule(
        rule.from().isEverybody() ? null : compiler.sets().apply(rule.from()),
        rule.when().map(compiler.conditions()).orElse(null),
        switch (rule.action()) {
          case ALLOW -> null;
          case DENY -> denied(rule);
        });
  }

  private static ProxyFailure denied(AccessRule rule) {
    return new ProxyFailure(Cause.DENIED, rule.status(), "denied by the rule in " + rule.place());
  }

  private static ProxyFailure leftOver(AccessRule rule) {
    return new ProxyFailure(
        Cause.DENIED,
        rule.status(),
        "found nobody that is allowed; the last rule is in " + rule.place());
  }
}
