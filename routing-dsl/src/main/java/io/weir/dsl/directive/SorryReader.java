package io.weir.dsl.directive;

import io.weir.dsl.directive.VirtualDraft.RealDraft;
import io.weir.dsl.model.Forward;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code sorry 192.0.2.20:8080 forward nat}: who answers when the real servers cannot. */
final class SorryReader implements Reader<VirtualDraft> {
  private static final List<String> OPTIONS = List.of("forward");

  @Override
  public void read(Arguments arguments, VirtualDraft service) {
    service.once(arguments);
    var at = RealReader.server(arguments, "sorry");
    var place = arguments.last();
    var forward = Optional.<Forward>empty();
    if (!arguments.isAtEnd()) {
      arguments.oneOf("sorry", OPTIONS);
      forward = Optional.of(ForwardReader.read(arguments));
    }
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      var none = OptionalInt.empty();
      var span = arguments.statement().span();
      service.sorry = Optional.of(new RealDraft(at, 1, forward, none, none, place, span));
    }
  }

  /** What can only be said of it once its service is known. */
  static void check(Arguments arguments, VirtualDraft service, RealDraft sorry) {
    var forward = sorry.forward().or(() -> service.forward).orElse(Forward.DEFAULT);
    RealReader.check(arguments, service.at, sorry.at(), forward, sorry.place());
    for (var real : service.reals) {
      if (real.at().host().equals(sorry.at().host())
          && RealReader.port(service, real) == RealReader.port(service, sorry)) {
        arguments
            .context()
            .report(
                Diagnostic.of(
                        Code.DUPLICATE_NAME,
                        sorry.place(),
                        "the sorry server is a real server of the service too")
                    .label("the other is in " + Names.where(real.span(), sorry.place())));
        arguments.breakQuietly();
      }
    }
  }
}
