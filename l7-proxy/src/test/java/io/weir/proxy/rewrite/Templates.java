package io.weir.proxy.rewrite;

import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Template;
import io.weir.dsl.model.Template.Part;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Requests;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes templates from short texts, and exchanges on a route {@code /u/{id}/**}. */
final class Templates {
  static final PathPattern PATH =
      new PathPattern(
          "/u/{id}/**", List.of(new Segment.Literal("u"), new Segment.Capture("id")), true);

  private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");

  private Templates() {}

  /** A template as the language writes it. */
  static Template template(String text) {
    var parts = new java.util.ArrayList<Part>();
    var matcher = PLACE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      if (matcher.start() > from) {
        parts.add(new Part.Text(text.substring(from, matcher.start())));
      }
      parts.add(place(matcher.group(1)));
      from = matcher.end();
    }
    if (from < text.length()) {
      parts.add(new Part.Text(text.substring(from)));
    }
    return new Template(parts);
  }

  private static Part place(String word) {
    if (word.equals("**")) {
      return new Part.Rest();
    }
    return Arrays.stream(Template.Name.values())
        .filter(name -> name.word().equals(word))
        .findFirst()
        .<Part>map(Part.Variable::new)
        .orElseGet(() -> new Part.Captured(word));
  }

  /** An exchange for {@code /u/ID/REST?QUERY}, with the captures that its route would note. */
  static Exchange routed(Requests request) {
    var exchange = request.exchange();
    var target = exchange.request().target();
    int idStart = target.pathStart() + 3;
    int idEnd = idStart;
    while (target.bytes()[idEnd] != '/') {
      idEnd++;
    }
    var route =
        new Route(
            "test",
            PATH,
            Optional.empty(),
            new Terminal.Respond(200, ""),
            RouteSettings.DEFAULT,
            List.of(),
            new Span(new Source("test", ""), 0, 0));
    exchange.route(route, 0, new int[] {idStart, idEnd, idEnd + 1, target.pathEnd()});
    return exchange;
  }
}
