package io.weir.dsl.directive;

import io.weir.dsl.model.Retry;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** {@code retry 1 on connect-fail, idle-race budget 20%} and {@code retry off}. */
final class RetryReader implements Reader<Layer> {
  private static final int MOST = 10;
  private static final List<String> CAUSES =
      Arrays.stream(Retry.Cause.values()).map(Retry.Cause::word).toList();

  @Override
  public void read(Arguments arguments, Layer layer) {
    var keyword = arguments.statement().keyword().span();
    if (arguments.accept("off")) {
      layer.set(Setting.RETRY_ATTEMPTS, 0, keyword, arguments);
      arguments.endWithoutBlock();
      return;
    }
    layer.set(
        Setting.RETRY_ATTEMPTS, Typed.number(arguments, "retry", 1, MOST), keyword, arguments);
    if (arguments.accept("on")) {
      layer.set(Setting.RETRY_ON, causes(arguments), keyword, arguments);
    }
    if (arguments.accept("budget")) {
      int percent = Typed.wholePercent(arguments, "retry budget");
      layer.set(Setting.RETRY_BUDGET, percent, keyword, arguments);
    }
    arguments.endWithoutBlock();
  }

  private static Setting.Causes causes(Arguments arguments) {
    var causes = EnumSet.noneOf(Retry.Cause.class);
    do {
      var word = arguments.oneOf("retry on", CAUSES);
      if (!causes.add(Retry.Cause.values()[CAUSES.indexOf(word)]) && !arguments.isBroken()) {
        arguments.fail(
            Diagnostic.of(
                Code.SET_TWICE, arguments.last(), "\"" + word + "\" is named twice in this list"));
      }
    } while (arguments.acceptSymbol(","));
    return new Setting.Causes(causes);
  }
}
