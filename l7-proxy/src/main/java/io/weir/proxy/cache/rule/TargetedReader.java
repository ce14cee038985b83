package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import java.util.Optional;

/**
 * Reads a targeted field (RFC 9213 2.1): a Dictionary of RFC 9651. One that is empty or breaks the
 * syntax anywhere counts as not there; a member whose value is of the wrong type is left out.
 */
final class TargetedReader {
  private final StructuredDictionary dictionary;

  private TargetedReader(StructuredDictionary dictionary) {
    this.dictionary = dictionary;
  }

  static Optional<CacheControl> read(FieldLines fields, FieldName name) {
    var text = new StringBuilder();
    for (int i = fields.first(name); i >= 0; i = fields.next(name, i)) {
      // RFC 9651 4.2: lines are one list.
      text.append(text.isEmpty() ? "" : ", ").append(fields.value(i));
    }
    return StructuredDictionary.parse(text.toString())
        .filter(found -> !found.members().isEmpty())
        .map(found -> new TargetedReader(found).directives());
  }

  private CacheControl directives() {
    var draft = new DirectiveDraft();
    dictionary
        .members()
        .forEach((key, value) -> {
          var octets = Octets.of(key);
          var directive = Directive.find(octets, 0, octets.length);
          if (directive != null) {
            member(draft, directive, value);
          }
        });
    return draft.done(true);
  }

  private static void member(
      DirectiveDraft draft, Directive directive, StructuredDictionary.Value value) {
    switch (value) {
      case StructuredDictionary.Count(var number) -> {
        if (DirectiveDraft.takesNumber(directive) && number >= 0) {
          draft.number(directive, number);
        }
      }
      case StructuredDictionary.Flag(var isSet) -> {
        if (isSet && directive == Directive.MAX_STALE) {
          draft.number(directive, CacheControl.ANY);
        } else if (isSet && !DirectiveDraft.takesNumber(directive)) {
          draft.flag(directive, "");
        }
      }
      case StructuredDictionary.Text(var names) -> {
        if (directive == Directive.PRIVATE || directive == Directive.NO_CACHE) {
          draft.flag(directive, names);
        }
      }
      case StructuredDictionary.Other _ -> {}
    }
  }
}
