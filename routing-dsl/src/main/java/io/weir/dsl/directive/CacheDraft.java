package io.weir.dsl.directive;

import io.weir.dsl.model.Cache;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Span;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A cache while its block is read. */
final class CacheDraft {
  private final Set<String> seen = new HashSet<>();
  Optional<Long> memory = Optional.empty();
  Optional<Cache.Disk> disk = Optional.empty();
  Optional<Span> diskSpan = Optional.empty();
  Optional<Long> largest = Optional.empty();
  Optional<Long> slice = Optional.empty();
  Optional<Span> sliceSpan = Optional.empty();

  /** Reports a directive that may stand in a cache once only. */
  void once(Arguments arguments) {
    if (!seen.add(arguments.keyword())) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"" + arguments.keyword() + "\" is set twice in this block");
    }
  }
}
