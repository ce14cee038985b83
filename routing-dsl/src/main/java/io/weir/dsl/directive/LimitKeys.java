package io.weir.dsl.directive;

import io.weir.dsl.model.LimitKey;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Nearest;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands behind {@code per}: {@code client.ip + header "X-Tenant"}. */
final class LimitKeys {
  private static final int MOST = 4;
  private static final List<String> WORDS =
      List.of("client.ip", "header", "cookie", "query", "path", "route", "host", "jwt");

  private LimitKeys() {}

  /** One key or more, each once. */
  static List<LimitKey> read(Arguments arguments) {
    var keys = new ArrayList<LimitKey>();
    do {
      var start = arguments.here();
      var key = key(arguments);
      if (arguments.isLost()) {
        return List.of(new LimitKey.Path());
      }
      if (keys.contains(key)) {
        arguments.flag(Code.SET_TWICE, start, key.text() + " stands twice behind \"per\"");
      }
      keys.add(key);
      if (keys.size() > MOST) {
        arguments.flag(
            Code.OUT_OF_RANGE, start, "found more than " + MOST + " keys behind \"per\"");
      }
    } while (arguments.accept("+"));
    return keys;
  }

  private static LimitKey key(Arguments arguments) {
    var word = arguments.word("one of: " + String.join(", ", WORDS));
    return switch (word.text()) {
      case "client.ip" -> new LimitKey.ClientIp();
      case "header" ->
          new LimitKey.Header(Fields.name(arguments, "header").value().toLowerCase(Locale.ROOT));
      case "cookie" -> new LimitKey.Cookie(Fields.name(arguments, "cookie").value());
      case "query" -> new LimitKey.Query(Typed.text(arguments, "query").value());
      case "path" -> new LimitKey.Path();
      case "route" -> new LimitKey.RouteName();
      case "host" -> new LimitKey.Host();
      case "jwt" -> new LimitKey.Claim(Typed.text(arguments, "jwt").value());
      default -> {
        unknown(arguments, word);
        yield new LimitKey.Path();
      }
    };
  }

  private static void unknown(Arguments arguments, Argument.Word word) {
    if (arguments.isLost()) {
      return;
    }
    Span place = word.span();
    var text = Context.shortened(word.text());
    var diagnostic =
        Diagnostic.of(Code.ARGUMENTS, place, "found \"" + text + "\"; expected a key of requests");
    arguments.fail(
        word.text().indexOf('+') > 0
            ? diagnostic.label("put spaces around the plus sign")
            : diagnostic.label(
                Nearest.question(word.text(), WORDS)
                    .orElse("expected one of: " + String.join(", ", WORDS))));
  }
}
