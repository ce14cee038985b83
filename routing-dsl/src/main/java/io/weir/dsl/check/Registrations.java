package io.weir.dsl.check;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Listener;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Span;

/** Finds registrations by which the kernel would send clients to where nobody is. */
public final class Registrations {
  private Registrations() {}

  /** Reports them. */
  public static void report(WeirConfig config, Findings findings) {
    for (var one : config.asServer()) {
      report(config, one.of(), reached(one.of(), one.self(), one.forward()), one.span(), findings);
    }
  }

  private static void report(
      WeirConfig config, Virtual.At.Place of, Endpoint reached, Span span, Findings findings) {
    boolean isTcp = of.protocol() == Virtual.Protocol.TCP;
    if (isTcp && config.listeners().stream().noneMatch(it -> answers(it, reached))) {
      findings.add(
          Diagnostic.of(
                  Code.UNANSWERED,
                  span,
                  "clients of the service are sent to " + reached + ", where nothing listens")
              .hint("write: listen :" + reached.port()));
    }
    if (!isTcp) {
      findings.add(
          Diagnostic.of(
              Code.UNANSWERED, span, "Weir answers TCP only, not " + of.protocol().word()));
    }
  }

  /** Only NAT changes where a packet is going. */
  private static Endpoint reached(Virtual.At.Place of, Endpoint self, Forward forward) {
    return switch (forward) {
      case Forward.Direct _, Forward.Tunnel _ -> of.endpoint();
      case Forward.Nat _ -> self;
    };
  }

  private static boolean answers(Listener listener, Endpoint reached) {
    var at = listener.at();
    boolean isEvery = at.host().isEmpty() || at.host().equals("::");
    boolean isEveryIpv4 = at.host().equals("0.0.0.0") && reached.host().indexOf(':') < 0;
    return at.port() == reached.port()
        && (isEvery || isEveryIpv4 || at.host().equals(reached.host()));
  }
}
