package io.weir.dsl.directive;

import io.weir.dsl.model.Expectation;
import io.weir.dsl.model.Expectation.Outcome;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code expect GET "https://api.example.com/" from 192.0.2.1 -> status 403}. */
final class ExpectReader implements Reader<FileDraft> {
  @Override
  public void read(Arguments arguments, FileDraft file) {
    var method = arguments.word("a method such as GET");
    if (!arguments.isBroken() && !Fields.isToken(method.text())) {
      arguments.fail(
          Code.BAD_EXPECT, method.span(), "\"" + method.text() + "\" cannot be a method");
    }
    var url = Typed.text(arguments, "expect");
    checkUrl(arguments, url);
    var headers = new ArrayList<Expectation.HeaderLine>();
    var from = Optional.<String>empty();
    while (!arguments.isLost() && !arguments.acceptSymbol("->")) {
      if (arguments.oneOf("expect", List.of("header", "from", "->")).equals("header")) {
        var name = Fields.name(arguments, "header");
        headers.add(
            new Expectation.HeaderLine(name.value(), Typed.text(arguments, "header").value()));
      } else {
        from = from(arguments, from);
      }
    }
    var outcome = outcome(arguments);
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      var span = arguments.statement().span();
      file.expectations.add(
          new Expectation(method.text(), url.value(), headers, from, outcome, span));
    }
  }

  private static Optional<String> from(Arguments arguments, Optional<String> before) {
    Span keyword = arguments.last();
    if (before.isPresent()) {
      arguments.fail(Code.SET_TWICE, keyword, "\"from\" is set twice");
    }
    var networks = Typed.networks(arguments, "from");
    if (arguments.isBroken()) {
      return before;
    }
    var network = networks.getFirst();
    if (networks.size() > 1 || network.prefix() != network.address().length * 8) {
      arguments.fail(Code.BAD_EXPECT, arguments.last(), "from needs one address, not a network");
    }
    return Optional.of(Addresses.text(network.address()));
  }

  private static Outcome outcome(Arguments arguments) {
    return switch (arguments.oneOf("expect", List.of("to", "status", "redirect"))) {
      case "status" -> new Outcome.Status(Typed.number(arguments, "status", 100, 599));
      case "redirect" -> new Outcome.RedirectTo(Typed.text(arguments, "redirect").value());
      default -> {
        var pool = arguments.word("the name of a pool");
        if (!arguments.isBroken() && !arguments.context().pools.contains(pool.text())) {
          arguments.context().pools.use(pool, arguments.context().findings);
        }
        yield new Outcome.ToPool(pool.text());
      }
    };
  }

  private static void checkUrl(Arguments arguments, Typed.Text url) {
    if (arguments.isBroken()) {
      return;
    }
    var text = url.value();
    int start = text.startsWith("http://") ? 7 : text.startsWith("https://") ? 8 : 0;
    int end = text.indexOf('/', start);
    end = end < 0 ? text.length() : end;
    int query = text.indexOf('?', start);
    var authority = text.substring(start, query >= 0 ? Math.min(query, end) : end);
    var mistake = start == 0 ? "it begins with http:// or https://" : urlMistake(text, authority);
    if (!mistake.isEmpty()) {
      arguments.fail(
          Diagnostic.of(
              Code.BAD_EXPECT, url.span(), "expect needs the URL of a request: " + mistake));
    }
  }

  private static String urlMistake(String text, String authority) {
    if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      return "it has no spaces, and other characters percent-encoded";
    }
    if (text.indexOf('#') >= 0) {
      return "a fragment is never sent";
    }
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    int port = hasPort ? Literals.shortNumber(authority.substring(colon + 1), 5) : 1;
    var host = hasPort ? authority.substring(0, colon) : authority;
    if (port < 1 || port > 65535) {
      return "a port goes from 1 to 65535";
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      return Addresses.parse(host.substring(1, host.length() - 1)).isPresent()
          ? ""
          : "the address in brackets is none";
    }
    return Hosts.labels(host).orElse("");
  }
}
