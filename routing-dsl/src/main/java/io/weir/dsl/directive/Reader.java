package io.weir.dsl.directive;

/**
 * Reads one directive into the draft of the block it stands in.
 *
 * @param <D> what the block becomes
 */
@FunctionalInterface
interface Reader<D> {
  void read(Arguments arguments, D draft);
}
