package io.weir.dsl.directive;

import io.weir.dsl.model.Virtual;
import java.util.ArrayList;
import java.util.List;

/** A director while its block is read: a list for each kind of statement. */
final class DirectorDraft {
  final List<Virtual> services = new ArrayList<>();

  /** Whether the block, understood as it is, says nothing. */
  boolean isEmpty() {
    return services.isEmpty();
  }
}
