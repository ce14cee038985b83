package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code cors { origins "https://app.example.com"; methods GET, PUT }} and {@code cors off}. */
final class CorsReader implements Reader<Layer> {
  static final Table<CorsDraft> TABLE =
      new Table<>(
          Scope.CORS,
          Map.of(
              "origins", CorsReader::origins,
              "methods", CorsReader::methods,
              "fields", CorsReader::fields,
              "expose", CorsReader::expose,
              "credentials", CorsReader::credentials,
              "max-age", CorsReader::maxAge));

  /** Firefox keeps an answer no longer than this; others keep it for less. */
  private static final Duration LONGEST = Duration.ofDays(1);

  @Override
  public void read(Arguments arguments, Layer layer) {
    var keyword = arguments.statement().keyword().span();
    if (arguments.accept("off")) {
      layer.set(Setting.CORS, new Setting.Sharing(Optional.empty()), keyword, arguments);
      arguments.endWithoutBlock();
      return;
    }
    var draft = new CorsDraft();
    boolean isWhole = TABLE.read(arguments.block(), draft, arguments.context());
    if (!isWhole) {
      arguments.breakQuietly();
      return;
    }
    check(arguments, draft);
    layer.set(Setting.CORS, new Setting.Sharing(Optional.of(draft.cors())), keyword, arguments);
  }

  private static void check(Arguments arguments, CorsDraft draft) {
    if (draft.origins.isEmpty() && !arguments.isBroken()) {
      arguments.fail(
          Diagnostic.of(
                  Code.ARGUMENTS,
                  arguments.statement().keyword().span(),
                  "\"cors\" names no origins")
              .hint("write: origins \"https://app.example.com\""));
    }
    draft
        .credentials
        .filter(_ -> draft.cors().isOpen())
        .ifPresent(span ->
            arguments.fail(
                Diagnostic.of(
                        Code.OUT_OF_RANGE,
                        span,
                        "credentials are not for any origin: every page could act for its visitor")
                    .hint("name the origins that may")));
  }

  private static void origins(Arguments arguments, CorsDraft cors) {
    cors.once(arguments);
    cors.origins = Origins.read(arguments);
    arguments.endWithoutBlock();
  }

  private static void methods(Arguments arguments, CorsDraft cors) {
    cors.once(arguments);
    cors.methods = MethodsReader.list(arguments);
    arguments.endWithoutBlock();
  }

  private static void fields(Arguments arguments, CorsDraft cors) {
    cors.once(arguments);
    cors.fields =
        arguments.accept("any")
            ? Optional.empty()
            : Optional.of(
                names(arguments, "fields").stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList());
    arguments.endWithoutBlock();
  }

  private static void expose(Arguments arguments, CorsDraft cors) {
    cors.once(arguments);
    cors.expose = names(arguments, "expose");
    arguments.endWithoutBlock();
  }

  private static List<String> names(Arguments arguments, String slot) {
    var names = new ArrayList<String>();
    do {
      names.add(Fields.name(arguments, slot).value());
    } while (arguments.acceptSymbol(","));
    return names;
  }

  private static void credentials(Arguments arguments, CorsDraft cors) {
    cors.once(arguments);
    cors.credentials = Optional.of(arguments.statement().keyword().span());
    arguments.endWithoutBlock();
  }

  private static void maxAge(Arguments arguments, CorsDraft cors) {
    cors.once(arguments);
    var age = Typed.duration(arguments, "max-age");
    if (age.compareTo(LONGEST) > 0 || age.toSeconds() == 0) {
      arguments.flag(Code.OUT_OF_RANGE, arguments.last(), "max-age is 1s to 1d");
    }
    cors.maxAge = Optional.of(age);
    arguments.endWithoutBlock();
  }
}
