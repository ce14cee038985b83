package io.weir.dsl.directive;

import io.weir.dsl.model.Acceptance;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.Pairing;
import io.weir.dsl.model.Sync;
import io.weir.dsl.model.TableTimeouts;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.model.Vrrp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A director while its block is read: a list for each kind of statement. */
final class DirectorDraft {
  final List<Virtual> services = new ArrayList<>();
  final List<Vrrp> routers = new ArrayList<>();
  Optional<Pairing> pair = Optional.empty();
  Optional<NamedFile> fifo = Optional.empty();
  final List<Sync> syncs = new ArrayList<>();
  Optional<TableTimeouts> timeouts = Optional.empty();
  Optional<Acceptance> edges = Optional.empty();

  /** Whether the block, understood as it is, says nothing. */
  boolean isEmpty() {
    return services.isEmpty() && routers.isEmpty() && syncs.isEmpty() && timeouts.isEmpty();
  }
}
