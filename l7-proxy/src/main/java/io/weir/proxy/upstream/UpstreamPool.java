package io.weir.proxy.upstream;

import io.weir.dsl.model.Pool;
import io.weir.proxy.balance.Balancer;
import io.weir.proxy.balance.Rotation;
import io.weir.proxy.exchange.Loop;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pool as one snapshot has it: its servers, how one is chosen, and how many requests it may have
 * in flight. The servers themselves and the counts of what is in flight live longer.
 */
final class UpstreamPool {
  private final Pool model;
  private final List<Endpoint> endpoints;
  private final Balancer balancer;
  private final Rotation[] rotations;
  private final Load load;

  /**
   * What is in flight to a pool, over all loops and snapshots.
   *
   * @param requests that have a place under the pool's limit
   * @param retries of those, how many are at a second try or later
   * @param waiters requests that wait for a place, the oldest first
   * @param waiting how many of them, since a concurrent queue cannot be counted cheaply
   */
  record Load(
      AtomicInteger requests,
      AtomicInteger retries,
      ConcurrentLinkedDeque<Waiter> waiters,
      AtomicInteger waiting) {
    Load() {
      this(
          new AtomicInteger(),
          new AtomicInteger(),
          new ConcurrentLinkedDeque<>(),
          new AtomicInteger());
    }

    /** Whether nothing is in flight, and nothing waits to be. */
    boolean isIdle() {
      return requests.get() == 0 && waiting.get() == 0;
    }
  }

  /** A request that waits for a place. */
  interface Waiter {
    /** Called on the waiter's own loop: there may be a place now. */
    void placeFreed();

    Loop loop();
  }

  UpstreamPool(Pool model, List<Endpoint> endpoints, Load load, int loops) {
    this.model = model;
    this.endpoints = List.copyOf(endpoints);
    this.balancer = new Balancer(model.balance(), model.servers());
    this.rotations = new Rotation[loops];
    for (int i = 0; i < loops; i++) {
      rotations[i] = balancer.newRotation();
    }
    this.load = load;
  }

  Pool model() {
    return model;
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  Load load() {
    return load;
  }

  /** Whether requests can ever have to wait. */
  boolean isLimited() {
    return model.maxConns().isPresent()
        || model.servers().stream().anyMatch(server -> server.maxConns().isPresent());
  }

  /**
   * Takes a place at a server, which {@link #leave} gives back; null if there is none.
   *
   * @param tried servers that are not to be tried again, by number
   */
  @Nullable Place enter(Loop loop, long tried) {
    int limit = model.maxConns().orElse(Integer.MAX_VALUE);
    if (load.requests.incrementAndGet() > limit) {
      load.requests.decrementAndGet();
      return null;
    }
    int chosen = balancer.pick(new View(tried), rotations[loop.index()], loop.random());
    if (chosen < 0) {
      load.requests.decrementAndGet();
      return null;
    }
    var endpoint = endpoints.get(chosen);
    int most = model.servers().get(chosen).maxConns().orElse(Integer.MAX_VALUE);
    if (endpoint.inFlight().incrementAndGet() > most) {
      // Another loop took the last place in between.
      endpoint.inFlight().decrementAndGet();
      load.requests.decrementAndGet();
      return null;
    }
    return new Place(endpoint, chosen);
  }

  /** Whether there is a place, or was a moment ago. */
  boolean hasRoom() {
    return load.requests.get() < model.maxConns().orElse(Integer.MAX_VALUE)
        && IntStream.range(0, endpoints.size()).anyMatch(this::hasRoom);
  }

  private boolean hasRoom(int server) {
    int most = model.servers().get(server).maxConns().orElse(Integer.MAX_VALUE);
    return endpoints.get(server).inFlight().get() < most;
  }

  /** Gives a place back, and wakes a request that waits for one. */
  void leave(Place place) {
    place.endpoint.inFlight().decrementAndGet();
    load.requests.decrementAndGet();
    wakeOne();
  }

  /** Lets one of those that wait look again. */
  void wakeOne() {
    if (load.waiting.get() == 0) {
      return;
    }
    var waiter = load.waiters.pollFirst();
    if (waiter != null) {
      load.waiting.decrementAndGet();
      waiter.loop().execute(waiter::placeFreed);
    }
  }

  /**
   * Joins the queue; false if it is full.
   *
   * @param first whether it goes to the head: it was woken in vain, so it has its place in the
   *     queue
   */
  boolean await(Waiter waiter, boolean first) {
    if (load.waiting.incrementAndGet() > model.queueLength() && !first) {
      load.waiting.decrementAndGet();
      return false;
    }
    if (first) {
      load.waiters.addFirst(waiter);
    } else {
      load.waiters.addLast(waiter);
    }
    return true;
  }

  /** Leaves the queue; false if the waiter is not in it any more. */
  boolean stopAwaiting(Waiter waiter) {
    boolean was = load.waiters.remove(waiter);
    if (was) {
      load.waiting.decrementAndGet();
    }
    return was;
  }

  /**
   * A request's place at a server.
   *
   * @param number of the server in the pool
   */
  record Place(Endpoint endpoint, int number) {}

  private final class View implements io.weir.proxy.balance.Candidates {
    private final long tried;

    View(long tried) {
      this.tried = tried;
    }

    @Override
    public int inFlight(int server) {
      return endpoints.get(server).inFlight().get();
    }

    @Override
    public boolean isUsable(int server) {
      var most = model.servers().get(server).maxConns();
      return (server >= Long.SIZE || (tried & 1L << server) == 0)
          && (most.isEmpty() || endpoints.get(server).inFlight().get() < most.getAsInt());
    }
  }
}
