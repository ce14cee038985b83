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
   * @param retries how many are at a second try or later, after they lost a connection
   * @param pausing how many of those have no place, as they wait a moment before their next try
   * @param waiters requests that wait for a place, the oldest first
   * @param waiting how many of them, since a concurrent queue cannot be counted cheaply
   */
  record Load(
      AtomicInteger requests,
      AtomicInteger retries,
      AtomicInteger pausing,
      ConcurrentLinkedDeque<Waiter> waiters,
      AtomicInteger waiting) {
    Load() {
      this(
          new AtomicInteger(),
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
   * @param again whether the request has failed before: it goes where nothing has, if it can
   */
  @Nullable Place enter(Loop loop, long tried, boolean again) {
    int limit = model.maxConns().orElse(Integer.MAX_VALUE);
    if (load.requests.incrementAndGet() > limit) {
      load.requests.decrementAndGet();
      return null;
    }
    int chosen = choose(loop, tried, again);
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

  /**
   * The number of a server that has room, or -1: one that takes connections as far as is known, and
   * any if none does.
   */
  private int choose(Loop loop, long tried, boolean again) {
    var rotation = rotations[loop.index()];
    var view = new View(tried, again ? Caution.FULL : Caution.SOME);
    int chosen = balancer.pick(view, rotation, loop.random());
    if (chosen >= 0 && !endpoints.get(chosen).outage().mayTry(view.now())) {
      // Another request tries it, and is the only one to.
      chosen = balancer.pick(view, rotation, loop.random());
    }
    return chosen < 0 && view.passesOverAll()
        ? balancer.pick(new View(tried, Caution.NONE), rotation, loop.random())
        : chosen;
  }

  /**
   * Whether there is a place, or was a moment ago. One at a server that takes no connections is
   * none, as long as others do.
   */
  boolean hasRoom() {
    if (load.requests.get() >= model.maxConns().orElse(Integer.MAX_VALUE)) {
      return false;
    }
    var all = IntStream.range(0, endpoints.size());
    return endpoints.stream().allMatch(one -> one.outage().lasts())
        ? all.anyMatch(this::hasRoom)
        : all.anyMatch(server -> !endpoints.get(server).outage().lasts() && hasRoom(server));
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

  /** Which servers are left out for their outages. */
  private enum Caution {
    NONE,
    /** Those that are not to be tried yet. */
    SOME,
    /** All that have one. */
    FULL
  }

  private final class View implements io.weir.proxy.balance.Candidates {
    private final long tried;
    private final Caution caution;
    private long now;

    View(long tried, Caution caution) {
      this.tried = tried;
      this.caution = caution;
    }

    /** The time of the first look: while all is well nobody reads the clock. */
    long now() {
      if (now == 0) {
        now = System.nanoTime();
      }
      return now;
    }

    @Override
    public int inFlight(int server) {
      return endpoints.get(server).inFlight().get();
    }

    @Override
    public boolean isUsable(int server) {
      var most = model.servers().get(server).maxConns();
      return !isTried(server)
          && (most.isEmpty() || endpoints.get(server).inFlight().get() < most.getAsInt())
          && !isPassedOver(server);
    }

    /** Whether every server that is left takes no connections, and not only some that are full. */
    boolean passesOverAll() {
      for (int server = 0; server < endpoints.size(); server++) {
        if (!isTried(server) && !isPassedOver(server)) {
          return false;
        }
      }
      return true;
    }

    private boolean isTried(int server) {
      return server < Long.SIZE && (tried & 1L << server) != 0;
    }

    private boolean isPassedOver(int server) {
      var outage = endpoints.get(server).outage();
      return switch (caution) {
        case NONE -> false;
        case SOME -> outage.lasts() && outage.isPassedOver(now());
        case FULL -> outage.lasts();
      };
    }
  }
}
