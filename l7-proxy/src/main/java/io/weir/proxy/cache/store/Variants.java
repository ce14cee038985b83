package io.weir.proxy.cache.store;

import io.weir.proxy.exchange.FieldLines;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored for one URL. Immutable.
 *
 * @param responses the newest first
 */
public record Variants(List<StoredResponse> responses) {
  /** Nothing is stored. */
  public static final Variants NONE = new Variants(List.of());

  /** Kept for one URL; the oldest make room. */
  public static final int MOST = 64;

  public Variants {
    responses = List.copyOf(responses);
  }

  public boolean isEmpty() {
    return responses.isEmpty();
  }

  /** Whether purges up to this one are known to leave all of them alone. */
  boolean isSettled(long by) {
    for (int i = 0; i < responses.size(); i++) {
      if (responses.get(i).settled() < by) {
        return false;
      }
    }
    return true;
  }

  /** The newest whole response that the request selects (RFC 9111 4.1), or null. */
  public @Nullable StoredResponse select(FieldLines request) {
    for (int i = 0; i < responses.size(); i++) {
      var response = responses.get(i);
      if (response.part() == null && response.fits(request)) {
        return response;
      }
    }
    return null;
  }

  /** The parts of a representation that the request selects, the newest first. */
  public List<StoredResponse> parts(FieldLines request) {
    var parts = new ArrayList<StoredResponse>();
    for (var response : responses) {
      if (response.part() != null && response.fits(request)) {
        parts.add(response);
      }
    }
    return parts;
  }

  /** These with one more, which takes the place of those for the same requests. */
  Variants with(StoredResponse added) {
    var kept = new ArrayList<StoredResponse>(responses.size() + 1);
    kept.add(added);
    for (var response : responses) {
      if (!added.replaces(response) && kept.size() < MOST) {
        kept.add(response);
      }
    }
    return new Variants(kept);
  }

  /** These with one in place of another, if that one is still there. */
  Variants replacing(StoredResponse old, StoredResponse updated) {
    return new Variants(
        responses.stream().map(response -> response.equals(old) ? updated : response).toList());
  }

  /** These without one. */
  Variants without(StoredResponse gone) {
    return new Variants(responses.stream().filter(response -> !response.equals(gone)).toList());
  }

  /** Whether there is one for the same requests that came later. */
  boolean hasNewerThan(StoredResponse response) {
    return responses.stream()
        .anyMatch(other -> response.replaces(other) && other.isNewerThan(response));
  }

  /** Whether this very response is among them. */
  public boolean has(StoredResponse response) {
    return responses.contains(response);
  }

  /** Octets that they take up in memory. */
  long memory() {
    long sum = 0;
    for (var response : responses) {
      sum += response.memory();
    }
    return sum;
  }
}
