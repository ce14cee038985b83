package io.weir.dsl.directive;

import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code auth forward "http://127.0.0.1:9000/verify" { … }}. */
final class AuthForwardReader {
  static final Table<AuthDraft> TABLE =
      new Table<>(
          Scope.AUTH,
          Map.of(
              "request", fields(d -> d.asked),
              "upstream", fields(d -> d.upstream),
              "client", fields(d -> d.client),
              "timeout", AuthForwardReader::timeout,
              "cache", AuthForwardReader::cache));

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final List<String> KEYS =
      List.of("client.ip", "method", "path", "header", "query", "cookie");

  private AuthForwardReader() {}

  static Auth forward(Arguments arguments) {
    var text = Typed.text(arguments, "auth forward");
    var url = HttpUrl.of(arguments, "auth forward", text);
    if (url.isPresent() && url.get().isSecure()) {
      arguments.flag(
          Diagnostic.of(
                  Code.NOT_SUPPORTED, text.span(), "\"auth forward\" to https is not supported yet")
              .hint("write a URL that begins with http://"));
    }
    arguments.end();
    var draft = new AuthDraft();
    if (!TABLE.read(arguments.optionalBlock(), draft, arguments.context())) {
      arguments.breakQuietly();
    }
    return new Auth.Forward(
        text.value(),
        url.map(HttpUrl::at).orElse(new Endpoint("", 0)),
        url.map(HttpUrl::authority).orElse(""),
        url.map(HttpUrl::target).orElse("/"),
        draft.timeout.orElse(TIMEOUT),
        draft.asked,
        draft.upstream,
        draft.client,
        draft.caching);
  }

  private static Reader<AuthDraft> fields(Function<AuthDraft, List<String>> list) {
    return (arguments, draft) -> {
      draft.once(arguments);
      do {
        var name = Fields.name(arguments, arguments.keyword());
        Fields.checkEdit(arguments, name, false);
        list.apply(draft).add(name.value());
      } while (arguments.acceptSymbol(","));
      arguments.endWithoutBlock();
    };
  }

  private static void timeout(Arguments arguments, AuthDraft draft) {
    draft.once(arguments);
    draft.timeout = Optional.of(Typed.duration(arguments, "timeout"));
    arguments.endWithoutBlock();
  }

  /** {@code cache 10s per header "Authorization", path}. */
  private static void cache(Arguments arguments, AuthDraft draft) {
    draft.once(arguments);
    var time = Typed.duration(arguments, "cache");
    arguments.oneOf("cache", List.of("per"));
    var key = new ArrayList<Condition.Field>();
    do {
      var field = field(arguments);
      if (!arguments.isBroken() && key.contains(field)) {
        arguments.flag(Code.SET_TWICE, arguments.last(), "the key names this twice");
      }
      key.add(field);
    } while (arguments.acceptSymbol(","));
    arguments.endWithoutBlock();
    draft.caching = Optional.of(new Auth.Caching(time, key));
  }

  private static Field field(Arguments arguments) {
    return switch (arguments.oneOf("cache", KEYS)) {
      case "client.ip" -> new Field.ClientIp();
      case "method" -> new Field.Method();
      case "path" -> new Field.Path();
      case "header" ->
          new Field.Header(Fields.name(arguments, "header").value().toLowerCase(Locale.ROOT));
      case "query" -> new Field.Query(Typed.text(arguments, "query").value());
      default -> new Field.Cookie(Fields.name(arguments, "cookie").value());
    };
  }
}
