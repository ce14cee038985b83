package io.weir.dsl.directive;

import io.weir.dsl.model.Caching;
import io.weir.dsl.source.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code cache assets-store 10m stale-while-revalidate 60s}, and {@code cache off} where an outer
 * block has one; what stands behind the name may stand in any order, but {@code bypass when} is
 * last.
 */
final class CacheReader implements Reader<Layer> {
  private static final int MOST_AHEAD = 50;
  private static final List<String> CLASSES = List.of("2xx", "3xx", "4xx", "5xx");
  private static final List<String> WORDS =
      List.of(
          "status",
          "type",
          "stale-while-revalidate",
          "stale-if-error",
          "refresh-ahead",
          "early-hints",
          "vary",
          "key",
          "wait",
          "ignore-origin",
          "store-cookies",
          "bypass");

  @Override
  public void read(Arguments arguments, Layer layer) {
    var keyword = arguments.statement().keyword().span();
    if (arguments.accept("off")) {
      arguments.endWithoutBlock();
      layer.set(Setting.CACHE, new Setting.Caches(Optional.empty()), keyword, arguments);
      return;
    }
    var name = arguments.word("the name of a cache, or off");
    if (!arguments.isLost()
        && !arguments.context().caches.use(name, arguments.context().findings)) {
      arguments.breakQuietly();
    }
    var parts = new Parts(arguments);
    while (!arguments.isAtEnd()) {
      parts.read();
    }
    arguments.endWithoutBlock();
    layer.set(
        Setting.CACHE,
        new Setting.Caches(Optional.of(parts.caching(name.text()))),
        keyword,
        arguments);
  }

  /** What stands behind the name, while it is read. */
  private static final class Parts {
    private final Arguments arguments;
    private final Set<String> seen = new HashSet<>();
    private final List<Caching.Ttl> ttls = new ArrayList<>();
    private final List<Caching.Ttl> general = new ArrayList<>();
    private final List<Caching.KeyPart> apart = new ArrayList<>();
    private Optional<Duration> whileRevalidate = Optional.empty();
    private Optional<Duration> ifError = Optional.empty();
    private Optional<io.weir.dsl.model.Condition> bypass = Optional.empty();
    private final List<String> languages = new ArrayList<>();
    private int refreshPercent;
    private Duration wait = Caching.WAIT;

    Parts(Arguments arguments) {
      this.arguments = arguments;
    }

    void read() {
      if (general.isEmpty() && startsWithDigit()) {
        general(Typed.duration(arguments, "cache"));
        return;
      }
      var place = arguments.here();
      var word = arguments.oneOf("cache", WORDS);
      boolean isRepeatable = word.equals("status") || word.equals("type");
      if (!isRepeatable && !seen.add(word) && !arguments.isLost()) {
        arguments.flag(Code.SET_TWICE, place, "\"" + word + "\" stands twice");
      }
      switch (word) {
        case "status" -> status();
        case "type" -> type();
        case "stale-while-revalidate" ->
            whileRevalidate = Optional.of(Typed.duration(arguments, word));
        case "stale-if-error" -> ifError = Optional.of(Typed.duration(arguments, word));
        case "wait" -> wait = Typed.duration(arguments, word);
        case "refresh-ahead" -> refreshAhead();
        case "vary" -> languages();
        case "key" -> key();
        case "bypass" -> {
          arguments.oneOf("bypass", List.of("when"));
          bypass = Optional.of(new ConditionReader(arguments).read());
        }
        case String _ -> {}
      }
    }

    private boolean startsWithDigit() {
      var text = arguments.here().text();
      return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    /** A time without more is for what succeeded, and for what has moved for good. */
    private void general(Duration time) {
      general.add(new Caching.Ttl(200, 299, List.of(), time));
      general.add(new Caching.Ttl(301, 301, List.of(), time));
      general.add(new Caching.Ttl(308, 308, List.of(), time));
    }

    private void status() {
      int least;
      int most;
      if (startsWithDigit() && arguments.here().text().endsWith("xx")) {
        least = (CLASSES.indexOf(arguments.oneOf("status", CLASSES)) + 2) * 100;
        most = least + 99;
      } else {
        least = Typed.number(arguments, "status", 200, 599);
        most = least;
      }
      ttls.add(new Caching.Ttl(least, most, List.of(), Typed.duration(arguments, "status")));
    }

    private void type() {
      var types = new ArrayList<String>();
      for (var text : Typed.texts(arguments, "type")) {
        var type = text.value().toLowerCase(Locale.ROOT);
        if (!type.matches("[-a-z0-9!#$&^_.+]+/([-a-z0-9!#$&^_.+]+|\\*)")) {
          arguments.flag(
              Code.WRONG_TYPE,
              text.span(),
              "found " + text.span().text() + "; expected a media type such as \"image/*\"");
        }
        types.add(type);
      }
      ttls.add(new Caching.Ttl(200, 299, types, Typed.duration(arguments, "type")));
    }

    private void refreshAhead() {
      refreshPercent = Typed.wholePercent(arguments, "refresh-ahead");
      if (!arguments.isBroken() && (refreshPercent < 1 || refreshPercent > MOST_AHEAD)) {
        arguments.flag(
            Code.OUT_OF_RANGE,
            arguments.last(),
            "refresh-ahead is " + refreshPercent + "%; expected 1% to " + MOST_AHEAD + "%");
      }
    }

    private void languages() {
      arguments.oneOf("vary", List.of("language"));
      for (var text : Typed.texts(arguments, "vary language")) {
        if (!text.value().matches("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")) {
          arguments.flag(
              Code.WRONG_TYPE,
              text.span(),
              "found " + text.span().text() + "; expected a language such as \"de\" or \"de-CH\"");
        } else if (languages.stream().anyMatch(text.value()::equalsIgnoreCase)) {
          arguments.flag(Code.SET_TWICE, text.span(), text.span().text() + " stands twice");
        }
        languages.add(text.value());
      }
    }

    private void key() {
      do {
        switch (arguments.oneOf("key", List.of("header", "cookie"))) {
          case "header" ->
              apart.add(
                  new Caching.KeyPart.Header(
                      Fields.name(arguments, "key").value().toLowerCase(Locale.ROOT)));
          case String _ ->
              apart.add(new Caching.KeyPart.Cookie(Fields.name(arguments, "key").value()));
        }
      } while (arguments.accept("+"));
    }

    Caching caching(String cache) {
      // The more special ones first, whatever the order in the file.
      ttls.addAll(general);
      return new Caching(
          cache,
          ttls,
          whileRevalidate,
          ifError,
          seen.contains("ignore-origin"),
          seen.contains("store-cookies"),
          apart,
          bypass,
          refreshPercent,
          seen.contains("early-hints"),
          languages,
          wait,
          arguments.statement().span());
    }
  }
}
