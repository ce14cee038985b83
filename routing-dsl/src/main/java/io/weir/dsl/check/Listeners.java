package io.weir.dsl.check;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Span;
import java.util.ArrayList;

/** Finds places to listen that cannot be had at the same time. */
public final class Listeners {
  private Listeners() {}

  private record Place(Endpoint at, Span span) {}

  /** Reports each place that an earlier one has; admin port and agents are such too. */
  public static void report(WeirConfig config, Findings findings) {
    var listeners = config.listeners();
    var places = new ArrayList<Place>();
    listeners.forEach(listener -> places.add(new Place(listener.at(), listener.span())));
    config.admin().ifPresent(found -> places.add(new Place(found.at(), found.span())));
    config.agents().forEach(agent -> places.add(new Place(agent.at(), agent.span())));
    for (int i = 0; i < places.size(); i++) {
      for (int j = 0; j < i; j++) {
        boolean served = i < listeners.size();
        if (conflicts(places.get(i).at(), places.get(j).at(), served)) {
          report(places.get(i), places.get(j), findings);
          break;
        }
      }
    }
  }

  /** Any free port is another one for each but two listeners, which could not be told apart. */
  private static boolean conflicts(Endpoint a, Endpoint b, boolean served) {
    if (a.port() == 0) {
      return served && a.equals(b);
    }
    return a.port() == b.port()
        && (a.host().equals(b.host()) || covers(a.host(), b.host()) || covers(b.host(), a.host()));
  }

  /** No host and {@code ::} mean every address of both families. */
  private static boolean covers(String wide, String other) {
    return wide.isEmpty()
        || wide.equals("::")
        || (wide.equals("0.0.0.0") && other.indexOf(':') < 0);
  }

  private static void report(Place place, Place earlier, Findings findings) {
    var message =
        place.at().equals(earlier.at())
            ? place.at() + " is taken already"
            : place.at() + " and " + earlier.at() + " cannot both be listened on";
    findings.add(
        Diagnostic.of(Code.LISTENER_CONFLICT, place.span(), message)
            .label("see " + earlier.span().place()));
  }
}
