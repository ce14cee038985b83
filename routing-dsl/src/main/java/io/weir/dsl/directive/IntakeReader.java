package io.weir.dsl.directive;

import io.weir.dsl.directive.FileDraft.ListenDraft;
import io.weir.dsl.model.Intake;
import io.weir.dsl.source.Code;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code limit connections 1000}, with {@code per client.ip}, and {@code limit accept 500r/s}. */
final class IntakeReader implements Reader<ListenDraft> {
  private static final int MOST = 10_000_000;

  @Override
  public void read(Arguments arguments, ListenDraft listener) {
    var what = arguments.oneOf("limit", List.of("connections", "accept"));
    var intake =
        what.equals("accept")
            ? accept(arguments, listener.intake)
            : connections(arguments, listener.intake);
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      listener.intake = intake;
    }
  }

  private static Intake connections(Arguments arguments, Intake before) {
    int most = Typed.number(arguments, "limit connections", 1, MOST);
    if (arguments.accept("per")) {
      arguments.oneOf("per", List.of("client.ip"));
      once(arguments, before.perClient().isPresent(), "limit connections per client.ip");
      return new Intake(before.connections(), OptionalInt.of(most), before.accept());
    }
    once(arguments, before.connections().isPresent(), "limit connections");
    return new Intake(OptionalInt.of(most), before.perClient(), before.accept());
  }

  private static Intake accept(Arguments arguments, Intake before) {
    var rate = Typed.rate(arguments, "limit accept");
    // What a tenth of a second would bring: clients come in small crowds.
    long tenth = rate.count() / (10 * rate.period().toSeconds());
    int burst =
        arguments.accept("burst")
            ? Typed.number(arguments, "limit accept burst", 1, MOST)
            : Math.clamp(tenth, 1, MOST);
    once(arguments, before.accept().isPresent(), "limit accept");
    var accept = Optional.of(new Intake.Accept(rate, burst));
    return new Intake(before.connections(), before.perClient(), accept);
  }

  private static void once(Arguments arguments, boolean isSet, String label) {
    if (isSet && !arguments.isBroken()) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"" + label + "\" is set twice in this block");
    }
  }
}
