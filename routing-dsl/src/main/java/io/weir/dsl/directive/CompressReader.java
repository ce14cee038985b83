package io.weir.dsl.directive;

import io.weir.dsl.model.Compression;
import io.weir.dsl.model.ContentCoding;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * {@code compress zstd level 3, br, gzip min 1k types "text/*", "image/svg+xml"}, any part of it
 * alone, and {@code compress off}.
 */
final class CompressReader implements Reader<Layer> {
  private static final long MOST_MIN = 1L << 30;

  @Override
  public void read(Arguments arguments, Layer layer) {
    var keyword = arguments.statement().keyword().span();
    if (arguments.accept("off")) {
      layer.set(Setting.COMPRESS, new Setting.Codings(List.of(), keyword), keyword, arguments);
      arguments.endWithoutBlock();
      return;
    }
    if (!arguments.isNext("min") && !arguments.isNext("types")) {
      var codings = codings(arguments);
      layer.set(Setting.COMPRESS, new Setting.Codings(codings, keyword), keyword, arguments);
    }
    while (!arguments.isAtEnd()) {
      var place = arguments.here();
      switch (arguments.oneOf("compress", List.of("min", "types"))) {
        case "min" -> {
          long least = Typed.size(arguments, "compress min", 0, MOST_MIN);
          layer.set(Setting.COMPRESS_MIN, least, place, arguments);
        }
        case String _ -> types(arguments, layer, place);
      }
    }
    arguments.endWithoutBlock();
  }

  private static List<Compression.Choice> codings(Arguments arguments) {
    var words = new ArrayList<>(ContentCoding.tokens());
    words.add("off");
    var seen = EnumSet.noneOf(ContentCoding.class);
    var choices = new ArrayList<Compression.Choice>();
    do {
      var word = arguments.oneOf("compress", choices.isEmpty() ? words : ContentCoding.tokens());
      var coding = ContentCoding.named(word).orElse(ContentCoding.GZIP);
      if (!seen.add(coding)) {
        arguments.flag(
            Code.SET_TWICE, arguments.last(), "\"" + word + "\" is named twice in this list");
      }
      int level = coding.usualLevel();
      if (arguments.accept("level")) {
        var slot = coding.token() + " level";
        level = Typed.number(arguments, slot, coding.leastLevel(), coding.mostLevel());
      }
      choices.add(new Compression.Choice(coding, level));
    } while (arguments.acceptSymbol(","));
    return choices;
  }

  private static void types(Arguments arguments, Layer layer, Span place) {
    var types = new ArrayList<String>();
    do {
      for (var text : Typed.texts(arguments, "compress types")) {
        var type = text.value().toLowerCase(Locale.ROOT);
        if (MediaRanges.isOne(type)) {
          types.add(type);
        } else {
          arguments.flag(
              Diagnostic.of(
                      Code.WRONG_TYPE,
                      text.span(),
                      "found \"%s\"; expected a media type: \"text/html\", \"text/*\" or"
                              .formatted(Context.shortened(text.value()))
                          + " \"application/*+json\"")
                  .label(MediaRanges.hint(type)));
        }
      }
    } while (arguments.acceptSymbol(","));
    layer.set(Setting.COMPRESS_TYPES, new Setting.Types(types), place, arguments);
  }
}
