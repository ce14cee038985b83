package io.weir.dsl.directive;

import io.weir.dsl.model.AccessRule;
import io.weir.dsl.model.AccessRule.Action;
import io.weir.dsl.model.AddressSet;
import io.weir.dsl.model.Condition;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code allow office else 404} and {@code deny bad status 451 when path starts "/a"}. */
final class AccessReader implements Reader<Layer> {
  /** RFC 9110: these say more in a field, which an access rule cannot know. */
  private static final Set<Integer> NEED_A_FIELD = Set.of(401, 405, 407, 426);

  private final Action action;

  /** The word in front of a status: of those that an allow leaves over, or that a deny names. */
  private final String statusWord;

  AccessReader(Action action) {
    this.action = action;
    this.statusWord =
        switch (action) {
          case ALLOW -> "else";
          case DENY -> "status";
        };
  }

  @Override
  public void read(Arguments arguments, Layer layer) {
    var from = AddressSet.ANY;
    boolean isAboutAll = arguments.isNext("when") || arguments.isNext(statusWord);
    if (!isAboutAll && !arguments.accept("any")) {
      from = Typed.addresses(arguments, action.word());
    }
    var when = Optional.<Condition>empty();
    int status = AccessRule.FORBIDDEN;
    @Nullable Span statusAt = null;
    while (!arguments.isAtEnd()) {
      if (arguments.oneOf(action.word(), List.of("when", statusWord)).equals("when")) {
        once(arguments, when.isPresent());
        when = Optional.of(new ConditionReader(arguments).read());
      } else {
        once(arguments, statusAt != null);
        statusAt = arguments.last();
        status = status(arguments);
      }
    }
    arguments.endWithoutBlock();
    if (arguments.isBroken()) {
      return;
    }
    var rule = new AccessRule(action, from, when, status, arguments.statement().span());
    check(arguments, layer, rule, statusAt);
    layer.add(rule);
    layer.otherwise(action == Action.ALLOW ? statusAt : null);
  }

  private static void once(Arguments arguments, boolean isThere) {
    if (isThere) {
      var word = arguments.last();
      arguments.fail(Code.SET_TWICE, word, "\"" + word.text() + "\" is set twice");
    }
  }

  private int status(Arguments arguments) {
    var slot = action.word() + " " + statusWord;
    int status = Typed.number(arguments, slot, 400, 599);
    if (NEED_A_FIELD.contains(status)) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.last(),
          slot + " is " + status + ", which must come with a field that says more");
    }
    return status;
  }

  /** Reports what can never decide: order must not surprise. */
  private static void check(
      Arguments arguments, Layer layer, AccessRule rule, @Nullable Span statusAt) {
    var context = arguments.context();
    var otherwise = layer.otherwise();
    if (otherwise != null) {
      context.report(
          Diagnostic.of(
                  Code.NO_EFFECT,
                  otherwise,
                  "\"else\" has no effect: another rule of this block follows")
              .label(
                  "\"%s\" in %s"
                      .formatted(rule.action().word(), Names.where(rule.span(), otherwise))));
    }
    for (var earlier : layer.access()) {
      if (earlier.when().isEmpty() && earlier.from().covers(rule.from())) {
        context.report(
            Diagnostic.of(
                    Code.NO_EFFECT,
                    rule.span(),
                    "\"%s\" has no effect: an earlier rule of this block decides for all of them"
                        .formatted(rule.action().word()))
                .label(
                    "\"%s\" in %s"
                        .formatted(
                            earlier.action().word(), Names.where(earlier.span(), rule.span()))));
        return;
      }
    }
    if (statusAt != null && rule.action() == Action.ALLOW && rule.isAboutEverybody()) {
      context.report(
          Code.NO_EFFECT, statusAt, "\"else\" has no effect: the rule leaves nobody over");
    }
  }
}
