package io.weir.dsl.directive;

import io.weir.dsl.model.Overload;
import io.weir.dsl.source.Code;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code overload { lag 100ms; in-flight 5000 }}. */
final class OverloadReader implements Reader<FileDraft> {
  static final Table<Draft> TABLE =
      new Table<>(
          Scope.OVERLOAD,
          Map.of("lag", OverloadReader::lag, "in-flight", OverloadReader::inFlight));

  private static final int MOST = 10_000_000;

  /** The block while it is read. */
  static final class Draft {
    Optional<Duration> lag = Optional.empty();
    OptionalInt inFlight = OptionalInt.empty();
  }

  @Override
  public void read(Arguments arguments, FileDraft file) {
    file.once(arguments);
    var block = arguments.block();
    var draft = new Draft();
    boolean isWhole = TABLE.read(block, draft, arguments.context());
    if (isWhole && draft.lag.isEmpty() && draft.inFlight.isEmpty()) {
      arguments.fail(
          Code.ARGUMENTS,
          arguments.statement().span(),
          "overload says of nothing when it is too much; expected one of: in-flight, lag");
    }
    if (!arguments.isBroken()) {
      file.overload = Optional.of(new Overload(draft.lag, draft.inFlight));
    }
  }

  private static void lag(Arguments arguments, Draft draft) {
    var lag = Typed.duration(arguments, "lag");
    once(arguments, draft.lag.isPresent());
    draft.lag = Optional.of(lag);
    arguments.endWithoutBlock();
  }

  private static void inFlight(Arguments arguments, Draft draft) {
    int most = Typed.number(arguments, "in-flight", 1, MOST);
    once(arguments, draft.inFlight.isPresent());
    draft.inFlight = OptionalInt.of(most);
    arguments.endWithoutBlock();
  }

  private static void once(Arguments arguments, boolean isSet) {
    if (isSet) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"" + arguments.keyword() + "\" is set twice in this block");
    }
  }
}
