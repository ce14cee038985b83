package io.weir.dsl.directive;

import io.weir.dsl.model.AddressSet;
import io.weir.dsl.model.Cidr;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Rate;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Nearest;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Takes values of one type from arguments; a mistake names the slot, the type and the likely cure.
 */
final class Typed {
  private static final String NETWORK = "an address or a network";

  private Typed() {}

  /** A text, and where it stands. */
  record Text(String value, Span span) {}

  static Text text(Arguments arguments, String slot) {
    var item = arguments.value("a text in quotes");
    var value = cast(arguments, item, slot, Value.Text.class, "a text in quotes");
    return new Text(value.map(Value.Text::text).orElse(""), item.span());
  }

  /** A duration above zero. */
  static Duration duration(Arguments arguments, String slot) {
    var item = arguments.value("a duration");
    var duration =
        cast(arguments, item, slot, Value.Time.class, "a duration")
            .map(Value.Time::duration)
            .orElse(Duration.ofSeconds(1));
    if (duration.isZero()) {
      arguments.flag(Code.OUT_OF_RANGE, item.span(), slot + " must be more than 0");
    }
    return duration;
  }

  static Rate rate(Arguments arguments, String slot) {
    var item = arguments.value("a rate such as 10r/s");
    return cast(arguments, item, slot, Value.Rate.class, "a rate such as 10r/s")
        .map(Value.Rate::rate)
        .orElse(new Rate(1, Duration.ofSeconds(1)));
  }

  /** A size in bytes. */
  static long size(Arguments arguments, String slot, long least, long most) {
    var item = arguments.value("a size");
    var bytes =
        cast(arguments, item, slot, Value.Size.class, "a size")
            .map(Value.Size::bytes)
            .orElse(least);
    if (bytes < least || bytes > most) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          item.span(),
          "%s is %s; expected %s to %s"
              .formatted(slot, item.span().text(), sizeText(least), sizeText(most)));
    }
    return Math.clamp(bytes, least, most);
  }

  /** A size as a file has it. */
  static String sizeText(long bytes) {
    if (bytes >= 1 << 30 && bytes % (1 << 30) == 0) {
      return (bytes >> 30) + "G";
    }
    return bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? (bytes >> 20) + "M" : (bytes >> 10) + "k";
  }

  static int number(Arguments arguments, String slot, int least, int most) {
    var item = arguments.value("a number");
    var number =
        cast(arguments, item, slot, Value.Count.class, "a number")
            .map(Value.Count::number)
            .orElse((long) least);
    if (number < least || number > most) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          item.span(),
          "%s is %d; expected %d to %d".formatted(slot, number, least, most));
    }
    return Math.clamp(number, least, most);
  }

  /** A percentage in basis points. */
  static int percent(Arguments arguments, String slot) {
    var item = arguments.value("a percentage");
    return cast(arguments, item, slot, Value.Percent.class, "a percentage")
        .map(Value.Percent::basisPoints)
        .orElse(0);
  }

  /** A percentage without decimals. */
  static int wholePercent(Arguments arguments, String slot) {
    int basisPoints = percent(arguments, slot);
    if (basisPoints % 100 != 0) {
      arguments.flag(
          Code.OUT_OF_RANGE, arguments.last(), slot + " is a percentage without decimals");
    }
    return basisPoints / 100;
  }

  static Endpoint endpoint(Arguments arguments, String slot, String example) {
    var item = arguments.value("an endpoint such as " + example);
    return cast(arguments, item, slot, Value.Place.class, "an endpoint such as " + example)
        .map(Value.Place::endpoint)
        .orElse(new Endpoint("", 0));
  }

  /** One network or a list of them. */
  static List<Cidr> networks(Arguments arguments, String slot) {
    return items(arguments, slot, Value.Network.class, NETWORK).stream()
        .map(Value.Network::cidr)
        .toList();
  }

  /** Addresses and networks, one or a list of them, and files of more. */
  static AddressSet addresses(Arguments arguments, String slot) {
    if (arguments.accept("file")) {
      var file = FileNames.file(arguments, slot + " file");
      arguments.context().uses(file);
      return new AddressSet(List.of(), List.of(file.path()));
    }
    var networks = new ArrayList<Cidr>();
    var files = new LinkedHashSet<String>();
    for (var item : rawItems(arguments, slot, NETWORK)) {
      if (item.value() instanceof Value.AddressFile(var file)) {
        arguments.context().uses(file);
        files.add(file.path());
      } else {
        cast(arguments, item, slot, Value.Network.class, NETWORK)
            .ifPresent(network -> networks.add(network.cidr()));
      }
    }
    return new AddressSet(networks, List.copyOf(files));
  }

  /** One text or a list of them, each with its place. */
  static List<Text> texts(Arguments arguments, String slot) {
    var texts = new ArrayList<Text>();
    for (var item : rawItems(arguments, slot, "a text in quotes")) {
      cast(arguments, item, slot, Value.Text.class, "a text in quotes")
          .ifPresent(text -> texts.add(new Text(text.text(), item.span())));
    }
    return texts;
  }

  private static <V extends Value> List<V> items(
      Arguments arguments, String slot, Class<V> type, String expected) {
    var values = new ArrayList<V>();
    for (var item : rawItems(arguments, slot, expected)) {
      cast(arguments, item, slot, type, expected).ifPresent(values::add);
    }
    return values;
  }

  static List<Value.Item> rawItems(Arguments arguments, String slot, String expected) {
    var item = arguments.value(expected + ", or a list");
    var items = item.value() instanceof Value.Items(var inner) ? inner : List.of(item);
    if (items.isEmpty() && !arguments.isBroken()) {
      arguments.flag(
          Code.WRONG_TYPE, item.span(), slot + " needs " + expected + ": the list is empty");
    }
    return items;
  }

  /** The value if it is of the type; otherwise a mistake is reported. */
  static <V extends Value> Optional<V> cast(
      Arguments arguments, Value.Item item, String slot, Class<V> type, String expected) {
    if (arguments.isLost()) {
      return Optional.empty();
    }
    if (type.isInstance(item.value())) {
      return Optional.of(type.cast(item.value()));
    }
    if (item.value() instanceof Value.Refused) {
      arguments.breakQuietly();
      return Optional.empty();
    }
    var mismatch = mismatch(arguments, item, slot, type, expected);
    boolean isInList = !item.span().equals(arguments.last());
    switch (item.value()) {
      // A word that is no value is likely one of the words that follow: the value is missing
      case Value.Name _, Value.Symbol _ when !isInList -> arguments.fail(mismatch);
      case Value _ -> arguments.flag(mismatch);
    }
    return Optional.empty();
  }

  private static Diagnostic mismatch(
      Arguments arguments,
      Value.Item item,
      String slot,
      Class<? extends Value> type,
      String expected) {
    var word = item.span().text();
    var shown = Context.shortened(word);
    if (item.value() instanceof Value.Name(var name)) {
      var unknown = Diagnostic.of(Code.UNKNOWN_NAME, item.span(), unknown(slot, expected, name));
      return unknown.label(
          Nearest.question(name, arguments.context().lets.names().all())
              .or(() -> quotes(type, name)));
    }
    var meant =
        Slip.meant(word, type)
            .map(right -> ", did you mean " + right + "?")
            .orElse(lacksUnit(item, type) ? "; a size ends in k, M or G" : "");
    return Diagnostic.of(
        Code.WRONG_TYPE,
        item.span(),
        "%s needs %s: %s is %s%s".formatted(slot, expected, shown, item.value().kind(), meant));
  }

  private static boolean lacksUnit(Value.Item item, Class<? extends Value> type) {
    return type == Value.Size.class && item.value() instanceof Value.Count;
  }

  private static Optional<String> quotes(Class<? extends Value> type, String name) {
    return type == Value.Text.class
        ? Optional.of("did you mean \"" + Context.shortened(name) + "\" in quotes?")
        : Optional.empty();
  }

  private static String unknown(String slot, String expected, String name) {
    return "%s needs %s: \"%s\" is neither one nor the name of a let"
        .formatted(slot, expected, Context.shortened(name));
  }
}
