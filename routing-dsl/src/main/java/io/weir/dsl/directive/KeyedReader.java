package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Nearest;
import io.weir.dsl.source.Span;
import java.util.Set;
import java.util.TreeSet;

/** What directives of the form {@code WORD KEY VALUE, KEY VALUE} have in common. */
abstract class KeyedReader implements Reader<Layer> {
  private final String word;
  private final Set<String> keys;

  KeyedReader(String word, Set<String> keys) {
    this.word = word;
    this.keys = new TreeSet<>(keys);
  }

  /** Reads the value of a key that is one of the keys. */
  abstract void value(String key, Span at, Arguments arguments, Layer layer);

  /** What to say of a key that belongs elsewhere; only asked for keys that are not allowed here. */
  String label(String key) {
    return Nearest.question(key, keys).orElse("expected one of: " + String.join(", ", keys));
  }

  @Override
  public final void read(Arguments arguments, Layer layer) {
    do {
      var key = arguments.word("one of: " + String.join(", ", keys));
      if (!arguments.isLost() && !keys.contains(key.text())) {
        arguments.fail(
            Diagnostic.of(
                    Code.ARGUMENTS,
                    key.span(),
                    "\"" + word + "\" does not know \"" + Context.shortened(key.text()) + "\" here")
                .label(label(key.text())));
      }
      if (!arguments.isLost()) {
        value(key.text(), key.span(), arguments, layer);
      }
    } while (arguments.acceptSymbol(","));
    arguments.endWithoutBlock();
  }
}
