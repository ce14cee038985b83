package io.weir.main;

import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Condition.Field;
import io.weir.proxy.route.ConditionText;
import java.util.List;
import java.util.stream.Collectors;

/** How a route has clients log in, in the words of the language; no secret is among them. */
final class AuthText {
  private AuthText() {}

  static String of(Auth auth) {
    return switch (auth) {
      case Auth.Basic(var users, var realm, var strips) ->
          "auth basic " + users.text() + " realm " + quoted(realm) + credentials(strips, false);
      case Auth.Key(var place, var keys, var strips) ->
          "auth key " + place.text() + " " + keys.text() + credentials(strips, true);
      case Auth.Jwt(var verifier, var require, var strips) ->
          "auth jwt "
              + verifier
              + require.map(condition -> " require " + ConditionText.of(condition)).orElse("")
              + credentials(strips, false);
      case Auth.Forward forward -> forward(forward);
    };
  }

  private static String forward(Auth.Forward forward) {
    return "auth forward "
        + quoted(forward.url())
        + " timeout "
        + Settings.duration(forward.timeout())
        + names(" request ", forward.asked())
        + names(" upstream ", forward.upstream())
        + names(" client ", forward.client())
        + forward
            .caching()
            .map(caching ->
                " cache "
                    + Settings.duration(caching.time())
                    + caching.key().stream()
                        .map(AuthText::text)
                        .collect(Collectors.joining(", ", " per ", "")))
            .orElse("");
  }

  private static String names(String word, List<String> names) {
    return names.isEmpty()
        ? ""
        : names.stream().map(AuthText::quoted).collect(Collectors.joining(", ", word, ""));
  }

  private static String text(Field field) {
    return ConditionText.of(field);
  }

  private static String credentials(boolean strips, boolean usual) {
    return strips == usual ? "" : strips ? " credentials strip" : " credentials pass";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
