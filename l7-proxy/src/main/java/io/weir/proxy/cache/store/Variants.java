package io.weir.proxy.cache.store;

import io.weir.proxy.exchange.FieldLines;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored for one URL. Immutable. A response that is the only one stands for itself,
 * since that is what most of a cache is.
 */
public sealed interface Variants permits StoredResponse, Variants.Several {
  /** Kept for one URL; the oldest make room. */
  int MOST = 64;

  /** Any number of responses. */
  record Several(List<StoredResponse> responses) implements Variants {
    private static final Several NONE = new Several(List.of());

    public Several {
      responses = List.copyOf(responses);
    }
  }

  /** Nothing is stored. */
  static Variants none() {
    return Several.NONE;
  }

  /**
   * These responses.
   *
   * @param responses the newest first
   */
  static Variants of(List<StoredResponse> responses) {
    return responses.size() == 1 ? responses.getFirst() : new Several(responses);
  }

  /** The newest first. */
  List<StoredResponse> responses();

  /** Whether nothing is stored. */
  default boolean isEmpty() {
    return responses().isEmpty();
  }

  /** Whether purges up to this one are known to leave all of them alone. */
  default boolean isSettled(long by) {
    for (int i = 0; i < responses().size(); i++) {
      if (responses().get(i).settled() < by) {
        return false;
      }
    }
    return true;
  }

  /** The newest whole response that the request selects (RFC 9111 4.1), or null. */
  default @Nullable StoredResponse select(FieldLines request) {
    for (int i = 0; i < responses().size(); i++) {
      var response = responses().get(i);
      if (response.part() == null && response.fits(request)) {
        return response;
      }
    }
    return null;
  }

  /** The parts of a representation that the request selects, the newest first. */
  default List<StoredResponse> parts(FieldLines request) {
    var parts = new ArrayList<StoredResponse>();
    for (var response : responses()) {
      if (response.part() != null && response.fits(request)) {
        parts.add(response);
      }
    }
    return parts;
  }

  /** These with one more, which takes the place of those for the same requests. */
  default Variants with(StoredResponse added) {
    var kept = new ArrayList<StoredResponse>(responses().size() + 1);
    kept.add(added);
    for (var response : responses()) {
      if (!added.replaces(response) && kept.size() < MOST) {
        kept.add(response);
      }
    }
    return of(kept);
  }

  /** These with one in place of another, if that one is still there. */
  default Variants replacing(StoredResponse old, StoredResponse updated) {
    return of(
        responses().stream().map(response -> response.equals(old) ? updated : response).toList());
  }

  /** These without one. */
  default Variants without(StoredResponse gone) {
    return of(responses().stream().filter(response -> !response.equals(gone)).toList());
  }

  /** Whether there is one for the same requests that came later. */
  default boolean hasNewerThan(StoredResponse response) {
    return responses().stream()
        .anyMatch(other -> response.replaces(other) && other.isNewerThan(response));
  }

  /** Whether this very response is among them. */
  default boolean has(StoredResponse response) {
    return responses().contains(response);
  }

  /** Octets that they take up in memory. */
  default long memory() {
    long sum = 0;
    for (var response : responses()) {
      sum += response.memory();
    }
    return sum;
  }
}
