package io.weir.proxy.route;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.HostPattern;
import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.model.VirtualHost;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes routes of the model from short texts. */
public final class Routes {
  private static final Span NOWHERE = new Span(new Source("test", ""), 0, 0);

  private Routes() {}

  /** A path pattern as the language writes it. */
  public static PathPattern path(String text) {
    boolean rest = text.endsWith("/**");
    var cut = rest ? text.substring(0, text.length() - 3) : text;
    var segments = new ArrayList<Segment>();
    if (!cut.isEmpty()) {
      for (var piece : cut.substring(1).split("/", -1)) {
        segments.add(segment(piece));
      }
    }
    return new PathPattern(text, segments, rest);
  }

  private static Segment segment(String piece) {
    if (piece.startsWith("{")) {
      return new Segment.Capture(piece.substring(1, piece.length() - 1));
    }
    return piece.contains("*") ? new Segment.Glob(piece) : new Segment.Literal(piece);
  }

  /** A route without a condition; its name is its path. */
  public static Route route(String path) {
    return route(path, Optional.empty());
  }

  /** A route with a condition. */
  public static Route route(String path, Condition when) {
    return route(path, Optional.of(when));
  }

  static Route route(String path, Optional<Condition> when) {
    return new Route(
        path,
        path(path),
        when,
        new Terminal.Respond(200, ""),
        RouteSettings.DEFAULT,
        List.of(),
        NOWHERE);
  }

  /** A host block; {@code *.x} and {@code *} are wildcards. */
  public static VirtualHost host(String name, Route... routes) {
    return new VirtualHost(List.of(name(name)), List.of(routes), NOWHERE);
  }

  static HostPattern name(String name) {
    if (name.equals("*")) {
      return new HostPattern.Any();
    }
    return name.startsWith("*.")
        ? new HostPattern.Wildcard(name.substring(1))
        : new HostPattern.Exact(name);
  }
}
