package io.weir.dsl.directive;

import io.weir.dsl.model.Terminal;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.syntax.Argument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code to api 95%, api-canary 5% sticky "ab"}. One pool of several may leave out its percentage
 * and takes what the others leave.
 */
final class ToReader implements Reader<RouteDraft> {
  private static final int WHOLE = 10_000;

  private record Part(Argument.Word pool, OptionalInt basisPoints) {}

  @Override
  public void read(Arguments arguments, RouteDraft route) {
    var parts = new ArrayList<Part>();
    do {
      var pool = arguments.word("the name of a pool");
      if (!arguments.isLost()) {
        arguments.context().pools.use(pool, arguments.context().findings);
      }
      boolean hasShare =
          arguments
              .peek()
              .filter(next -> !(next instanceof Argument.Symbol) && !arguments.isNext("sticky"))
              .isPresent();
      parts.add(
          new Part(
              pool,
              hasShare ? OptionalInt.of(Typed.percent(arguments, "to")) : OptionalInt.empty()));
    } while (arguments.acceptSymbol(","));
    var sticky = sticky(arguments, parts);
    route.end(new Terminal.Forward(shares(arguments, parts), sticky), arguments);
  }

  private static Optional<String> sticky(Arguments arguments, List<Part> parts) {
    if (!arguments.accept("sticky")) {
      return Optional.empty();
    }
    var keyword = arguments.last();
    var cookie = Fields.name(arguments, "sticky").value();
    if (parts.size() == 1) {
      arguments.fail(Code.NO_EFFECT, keyword, "sticky has no effect: there is one pool only");
    }
    return Optional.of(cookie);
  }

  private static List<Terminal.Share> shares(Arguments arguments, List<Part> parts) {
    var names = new HashSet<String>();
    long stated = 0;
    int open = 0;
    for (var part : parts) {
      if (!names.add(part.pool().text())) {
        arguments.fail(
            Code.SHARES, part.pool().span(), "pool \"" + part.pool().text() + "\" is named twice");
      }
      stated += part.basisPoints().orElse(0);
      open += part.basisPoints().isEmpty() ? 1 : 0;
    }
    if (!arguments.isBroken()) {
      mistake(stated, open, parts.size()).ifPresent(m -> arguments.fail(at(arguments, m)));
    }
    var shares = new ArrayList<Terminal.Share>();
    for (var part : parts) {
      int rest = (int) Math.max(0, WHOLE - stated);
      shares.add(new Terminal.Share(part.pool().text(), part.basisPoints().orElse(rest)));
    }
    return shares;
  }

  private static Optional<String> mistake(long stated, int open, int count) {
    if (open > 1) {
      return Optional.of("only one pool may leave out its percentage; found " + open);
    }
    if (open == 1 && count > 1 && stated >= WHOLE) {
      return Optional.of(
          "the percentages add up to "
              + percent(stated)
              + "; nothing is left for the pool without one");
    }
    return open == 0 && stated != WHOLE
        ? Optional.of("the percentages add up to " + percent(stated) + "; expected 100%")
        : Optional.empty();
  }

  private static Diagnostic at(Arguments arguments, String message) {
    return Diagnostic.of(Code.SHARES, arguments.statement().span(), message);
  }

  private static String percent(long basisPoints) {
    long decimals = basisPoints % 100;
    return basisPoints / 100 + (decimals == 0 ? "" : ".%02d".formatted(decimals)) + "%";
  }
}
