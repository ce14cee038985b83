package io.weir.lvs.edge.enlist;

import io.weir.lvs.edge.Load;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The streams of an edge to its directors, one to each. All methods but the last return at once;
 * they take turns, and may be called by any thread.
 */
public final class Links implements AutoCloseable {
  /** How long a good-bye may take. */
  private static final Duration LAST = Duration.ofSeconds(1);

  private final long epoch;
  private final LinkListener listener;
  private final Supplier<Load> load;
  private final Map<Duty.Place, Link> links = new LinkedHashMap<>();

  /**
   * Prepares.
   *
   * @param epoch of this process's start; a later start has a higher one
   */
  public Links(long epoch, LinkListener listener, Supplier<Load> load) {
    this.epoch = epoch;
    this.listener = listener;
    this.load = load;
  }

  /** Tells these directors this from now on, and no others anything. */
  public synchronized void settle(Collection<Duty> duties) {
    var wanted = new LinkedHashMap<Duty.Place, Duty>();
    duties.forEach(duty -> wanted.put(duty.place(), duty));
    for (var place : new HashSet<>(links.keySet())) {
      if (!wanted.containsKey(place)) {
        var link = links.remove(place);
        if (link != null) {
          link.close();
        }
      }
    }
    wanted.forEach((place, duty) -> {
      var link = links.get(place);
      if (link == null) {
        link = new Link(duty, epoch, listener, load);
        links.put(place, link);
        link.start();
      } else {
        link.want(duty);
      }
    });
  }

  /**
   * Has all directors send no new connections.
   *
   * @param deadline how long those that there are may take to end
   * @return done when none of them does, but after the patience at the latest
   */
  public synchronized CompletableFuture<Void> drain(Duration deadline, Duration patience) {
    return CompletableFuture.allOf(
            links.values().stream()
                .map(link -> link.drain(deadline))
                .toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How this edge and its directors get on. */
  public synchronized List<LinkStatus> status() {
    return links.values().stream().map(Link::status).toList();
  }

  /** Says good-bye to all; returns when it is said, or soon. */
  @Override
  public synchronized void close() {
    links.values().forEach(Link::close);
    links.values().forEach(link -> link.join(LAST));
    links.clear();
  }
}
