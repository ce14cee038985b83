package io.weir.proxy.acl;

import io.vertx.core.Future;
import io.weir.dsl.model.AccessBlock;
import io.weir.dsl.model.AddressSet;
import io.weir.dsl.model.Condition;
import io.weir.proxy.address.AddressMatcher;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Refuses those whom the access rules of a route do not let in. */
public final class AccessFilter implements Filter {
  private final AccessRules rules;

  private AccessFilter(AccessRules rules) {
    this.rules = rules;
  }

  /**
   * The filter for the rules of a route, if it has any.
   *
   * @param sets makes matchers of sets
   * @param conditions makes tests of conditions
   */
  public static Optional<Filter> of(
      List<AccessBlock> blocks,
      Function<AddressSet, AddressMatcher> sets,
      Function<Condition, Predicate<Exchange>> conditions) {
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    var compiler = new AccessRules.Compiler(sets, conditions);
    return Optional.of(new AccessFilter(AccessRules.of(blocks, compiler)));
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    var refusal = rules.refusal(exchange);
    return refusal.isPresent() ? Future.failedFuture(refusal.get()) : next.proceed(exchange);
  }
}
