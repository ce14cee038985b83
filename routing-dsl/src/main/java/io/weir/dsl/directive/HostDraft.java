package io.weir.dsl.directive;

import io.weir.dsl.model.HostPattern;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.List;

/** A host block while it is read. */
final class HostDraft {
  final Span span;
  final List<HostPattern> names = new ArrayList<>();
  final List<RouteDraft> routes = new ArrayList<>();
  final Layer layer = new Layer();

  HostDraft(Span span) {
    this.span = span;
  }
}
