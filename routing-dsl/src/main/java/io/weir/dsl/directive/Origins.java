package io.weir.dsl.directive;

import io.weir.dsl.model.Cors.Origin;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads origins as browsers write them (RFC 6454 6.2): scheme and host, a port if it is odd. */
final class Origins {
  private static final String BETWEEN = "://";

  private Origins() {}

  static List<Origin> read(Arguments arguments) {
    if (arguments.accept("any")) {
      return List.of(new Origin.Any());
    }
    var origins = new ArrayList<Origin>();
    do {
      var text = Typed.text(arguments, "origins");
      if (arguments.isLost()) {
        return List.of();
      }
      mistake(text.value())
          .ifPresentOrElse(
              why -> arguments.flag(diagnostic(text, why)),
              () -> origins.add(origin(text.value())));
    } while (arguments.acceptSymbol(","));
    return origins;
  }

  private static Diagnostic diagnostic(Typed.Text text, String why) {
    var diagnostic =
        Diagnostic.of(
            Code.BAD_HOST,
            text.span(),
            Context.shortened(text.span().text()) + " is no origin: " + why);
    return text.value().equals("*") ? diagnostic.label("did you mean any?") : diagnostic;
  }

  private static Origin origin(String text) {
    int host = text.indexOf(BETWEEN) + BETWEEN.length();
    return text.startsWith("*.", Math.max(0, host))
        ? new Origin.Subdomains(text.substring(0, host), text.substring(host + 1))
        : new Origin.Exact(text);
  }

  private static Optional<String> mistake(String text) {
    if (text.equals("null")) {
      return Optional.empty();
    }
    int at = text.indexOf(BETWEEN);
    if (at <= 0) {
      return Optional.of("it needs a scheme and a host, as in \"https://app.example.com\"");
    }
    if (!text.equals(text.toLowerCase(Locale.ROOT))) {
      return Optional.of("browsers send origins in small letters");
    }
    var authority = text.substring(at + BETWEEN.length());
    if (authority.indexOf('/') >= 0) {
      return Optional.of("it ends with its host or port");
    }
    if (!text.substring(0, at).matches("[a-z][a-z0-9+.-]*")) {
      return Optional.of("its scheme cannot be one");
    }
    return host(authority, text.substring(0, at));
  }

  private static Optional<String> host(String authority, String scheme) {
    if (authority.startsWith("[")) {
      int end = authority.indexOf(']');
      boolean isSix = end > 0 && Addresses.parse(authority.substring(1, end)).isPresent();
      return isSix
          ? port(authority.substring(end + 1), scheme)
          : Optional.of("its address is none");
    }
    var name = authority.startsWith("*.") ? authority.substring(2) : authority;
    int colon = name.indexOf(':');
    var labels = colon < 0 ? name : name.substring(0, colon);
    return Hosts.labels(labels).or(() -> port(name.substring(labels.length()), scheme));
  }

  private static Optional<String> port(String text, String scheme) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches(":[1-9][0-9]{0,4}") || Integer.parseInt(text.substring(1)) > 65535) {
      return Optional.of("its port cannot be one");
    }
    boolean isUsual =
        (scheme.equals("https") && text.equals(":443"))
            || (scheme.equals("http") && text.equals(":80"));
    return isUsual ? Optional.of("browsers leave out the usual port") : Optional.empty();
  }
}
