package io.weir.dsl.directive;

import io.weir.dsl.model.HostPattern;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/** Reads the names of hosts. */
final class Hosts {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  private Hosts() {}

  /** The pattern that an argument of {@code host} stands for; empty if it is bad and reported. */
  static Optional<HostPattern> pattern(Arguments arguments, Argument argument) {
    return switch (argument) {
      case Argument.Word(var text, var span) -> word(arguments, text, span);
      case Argument.Items(var items, var span)
          when items.size() == 1 && items.getFirst() instanceof Argument.Word(var text, _) ->
          literal(arguments, text, span);
      case Argument.Items _, Argument.Text _, Argument.Symbol _ -> {
        arguments.unexpected(argument, "the name of a host, without quotes");
        yield Optional.empty();
      }
    };
  }

  /** An IPv6 address in brackets, in the one form of RFC 5952 that requests are brought to. */
  private static Optional<HostPattern> literal(Arguments arguments, String text, Span span) {
    var address = text.indexOf(':') < 0 ? Optional.<byte[]>empty() : Addresses.parse(text);
    if (address.isEmpty()) {
      fail(arguments, span, "found " + span.text() + "; expected an IPv6 address in the brackets");
      return Optional.empty();
    }
    return Optional.of(new HostPattern.Exact("[" + Addresses.text(address.get()) + "]"));
  }

  private static Optional<HostPattern> word(Arguments arguments, String text, Span span) {
    if (text.equals("*")) {
      return Optional.of(new HostPattern.Any());
    }
    boolean isWildcard = text.startsWith("*.");
    var name = (isWildcard ? text.substring(2) : text).toLowerCase(Locale.ROOT);
    var mistake = mistake(name, text);
    if (mistake.isPresent()) {
      arguments.flag(mistake(text, span, mistake.get()));
      return Optional.empty();
    }
    return Optional.of(
        isWildcard ? new HostPattern.Wildcard("." + name) : new HostPattern.Exact(name));
  }

  private static Diagnostic mistake(String text, Span span, String why) {
    var diagnostic = Diagnostic.of(Code.BAD_HOST, span, why);
    var ascii = toAscii(text);
    return ascii.isPresent() ? diagnostic.label("write " + ascii.get()) : diagnostic;
  }

  private static Optional<String> toAscii(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return Optional.empty();
    }
    try {
      return Optional.of(IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> mistake(String name, String written) {
    var shown = "\"" + Context.shortened(written) + "\"";
    if (name.chars().anyMatch(c -> c >= 0x80)) {
      return Optional.of(shown + " is not in the form that clients send (A-label)");
    }
    if (name.indexOf(':') >= 0) {
      return Optional.of(
          Addresses.parse(name).isPresent()
              ? "an IPv6 address is written in brackets: [" + name + "]"
              : "a host has no port; ports stand in listen");
    }
    if (name.indexOf('*') >= 0) {
      return Optional.of("\"*\" is the whole first label or nothing: *.example.com");
    }
    if (name.endsWith(".")) {
      return Optional.of("leave out the dot at the end; it is ignored in requests");
    }
    return labels(name).map(why -> shown + " is no name of a host: " + why);
  }

  /** Why the name is no host name, or empty. */
  static Optional<String> labels(String name) {
    if (name.length() > LONGEST_NAME) {
      return Optional.of("it is longer than " + LONGEST_NAME + " characters");
    }
    var labels = name.split("\\.", -1);
    for (var label : labels) {
      if (label.isEmpty() || label.length() > LONGEST_LABEL) {
        return Optional.of("a label has 1 to " + LONGEST_LABEL + " characters");
      }
      if (label.startsWith("-") || label.endsWith("-")) {
        return Optional.of("a label does not begin or end with -");
      }
      if (!label.chars().allMatch(Hosts::isNameCharacter)) {
        return Optional.of("a label is made of letters, digits, - and _");
      }
    }
    var last = labels[labels.length - 1];
    boolean isNumeric = last.chars().allMatch(c -> c >= '0' && c <= '9');
    // A name whose last label is a number is taken for an address by clients (WHATWG URL 3.5)
    return isNumeric && Addresses.parse(name).isEmpty()
        ? Optional.of("it ends in a number and is no IPv4 address")
        : Optional.empty();
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private static void fail(Arguments arguments, Span span, String message) {
    arguments.flag(Code.BAD_HOST, span, message);
  }
}
