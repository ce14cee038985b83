package io.weir.vrrp.pair;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The streams of one director to the others, from start to close. Any thread. */
public final class Pair implements AutoCloseable {
  private final PairConfig config;
  private final LifeSource source;
  private final List<LifeWatch> watches = new ArrayList<>();

  /**
   * Listens and connects.
   *
   * @param sources where this director's adverts come from; asked every second, by several threads
   * @param died told where the adverts of a director came from whose process has ended
   * @throws IOException if the place to listen cannot be had
   */
  public Pair(PairConfig config, Supplier<Set<InetAddress>> sources, Consumer<InetAddress> died)
      throws IOException {
    this.config = config;
    source = new LifeSource(config, sources);
    for (var where : config.with()) {
      watches.add(new LifeWatch(where, config.key(), died));
    }
  }

  public PairConfig config() {
    return config;
  }

  /** The port listened on. */
  public int port() {
    return source.port();
  }

  /** How many of the others are watched now. */
  public int watching() {
    return (int) watches.stream().filter(LifeWatch::isWatching).count();
  }

  /** Ends in order: nobody takes it for a death. */
  @Override
  public void close() {
    watches.forEach(LifeWatch::close);
    source.close();
  }
}
