package io.weir.dsl.directive;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Probe;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A virtual service while its block is read. */
final class VirtualDraft {
  final Virtual.At at;
  final List<RealDraft> reals = new ArrayList<>();
  Optional<Virtual.Schedule> schedule = Optional.empty();
  Optional<Forward> forward = Optional.empty();
  Optional<Virtual.Persistence> persistence = Optional.empty();
  Optional<Probe> probe = Optional.empty();
  Optional<Virtual.Quorum> quorum = Optional.empty();
  Optional<RealDraft> sorry = Optional.empty();

  /** Where each datagram is said to be balanced by itself; null if it is not. */
  @Nullable Span onePacket;

  private final Set<String> seen = new HashSet<>();

  VirtualDraft(Virtual.At at) {
    this.at = at;
  }

  /** A real server as it is written, before what it leaves out is known. */
  record RealDraft(
      Endpoint at,
      int weight,
      Optional<Forward> forward,
      OptionalInt most,
      OptionalInt resume,
      Span place,
      Span span) {}

  /** Reports a key that is set twice in one block. */
  void once(Arguments arguments) {
    if (!seen.add(arguments.keyword())) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"" + arguments.keyword() + "\" is set twice in this block");
    }
  }
}
