package io.weir.lvs.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Lets servers go in peace: one that has connections gets no new ones at first, and leaves the
 * table when it has none left or its time is up. Pure but for its memory; for one thread.
 */
public final class Retirement {
  private final long graceNanos;
  private final Map<Place, Long> since = new HashMap<>();

  private record Place(ServiceKey of, ServerKey server) {}

  /**
   * Prepares.
   *
   * @param graceNanos how long connections are waited for
   */
  public Retirement(long graceNanos) {
    this.graceNanos = graceNanos;
  }

  /** The changes, with servers that still have connections at weight 0 in place of deleted. */
  public List<TableChange> soften(List<TableChange> changes, TableState actual, long now) {
    var softened = new ArrayList<TableChange>();
    var leaving = new HashSet<Place>();
    for (var change : changes) {
      if (change instanceof TableChange.DeleteServer(var of, var key)) {
        var place = new Place(of, key);
        leaving.add(place);
        since.putIfAbsent(place, now);
        soften(place, change, actual, now, softened);
      } else {
        softened.add(change);
      }
    }
    since.keySet().retainAll(leaving);
    return softened;
  }

  private void soften(
      Place place, TableChange change, TableState actual, long now, List<TableChange> softened) {
    var server = actual.find(place.of()).flatMap(service -> service.find(place.server()));
    long left = since.getOrDefault(place, now) + graceNanos - now;
    if (server.isEmpty() || server.get().active() == 0 || left <= 0) {
      softened.add(change);
    } else if (server.get().server().weight() > 0) {
      softened.add(new TableChange.SetServer(place.of(), server.get().server().weighing(0)));
    }
  }

  /** Whether a server is still waited for. */
  public boolean isWaiting() {
    return !since.isEmpty();
  }
}
