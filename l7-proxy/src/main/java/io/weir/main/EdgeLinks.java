package io.weir.main;

import io.weir.dsl.model.Enlistment;
import io.weir.dsl.model.WeirConfig;
import io.weir.lvs.WeightRule;
import io.weir.lvs.edge.EdgeKey;
import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Verdict;
import io.weir.lvs.edge.enlist.Duty;
import io.weir.lvs.edge.enlist.LinkListener;
import io.weir.lvs.edge.enlist.LinkStatus;
import io.weir.lvs.edge.enlist.Links;
import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.proxy.config.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This edge and its directors on other machines: what they are told follows the configuration, how
 * warm Weir is, and how late its loops are. Methods take turns, and may be called by any thread but
 * an event loop.
 */
final class EdgeLinks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeLinks.class);

  /** How long directors may take to send no new connections. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ProxyServer proxy;
  private final OwnWeight own;
  private final Links links;
  private final Map<Place, Standing> standings = new HashMap<>();
  private List<Duty> duties = List.of();
  private Map<Place, WeightRule> rules = Map.of();
  private Duration drain = Duration.ZERO;
  private @Nullable ScheduledExecutorService clock;
  private boolean isLeaving;

  /** What tells registrations apart, over reloads too. */
  private record Place(ServiceKey of, ServerKey self) {}

  /** Since when there is a registration, and what it weighs now. */
  private record Standing(long since, int weight) {}

  /**
   * Prepares.
   *
   * @param own what each registration is to weigh
   */
  EdgeLinks(ProxyServer proxy, OwnWeight own) {
    this.proxy = proxy;
    this.own = own;
    this.links = new Links(System.currentTimeMillis(), new Told(), this::load);
  }

  private Load load() {
    int lag =
        Math.clamp(
            TimeUnit.NANOSECONDS.toMillis(proxy.load().lagNanos().getAsLong()),
            0,
            Integer.MAX_VALUE);
    return new Load(proxy.metrics().connections(), lag);
  }

  /**
   * What each director is to be told, with keys read, and with the whole weight.
   *
   * @throws Unavailable if a key cannot be had
   */
  static List<Duty> duties(WeirConfig config) throws Unavailable {
    var duties = new LinkedHashMap<InetSocketAddress, Duty>();
    for (var enlistment : config.enlistments()) {
      var key = key(enlistment);
      var told = enlistment.registration();
      var server =
          new RealServer(
              KernelTable.key(told.self()), KernelTable.forwarding(told.forward()), told.weight());
      var offer = new Offer(KernelTable.place(told.of()), server);
      for (var director : enlistment.directors()) {
        var at = new InetSocketAddress(InetAddress.ofLiteral(director.host()), director.port());
        duties.merge(
            at, new Duty(at, key, enlistment.lease(), List.of(offer)), EdgeLinks::together);
      }
    }
    return List.copyOf(duties.values());
  }

  private static EdgeKey key(Enlistment enlistment) throws Unavailable {
    try {
      return EdgeKeys.of(enlistment);
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()), enlistment.span(), e);
    }
  }

  /** One stream has one lease: the shorter one. */
  private static Duty together(Duty one, Duty other) {
    var offers = new ArrayList<>(one.offers());
    offers.addAll(other.offers());
    boolean isShorter = other.lease().compareTo(one.lease()) < 0;
    return new Duty(one.at(), one.key(), isShorter ? other.lease() : one.lease(), offers);
  }

  /** Tells directors what the configuration says; Weir listens already. */
  synchronized void inForce(WeirConfig config, List<Duty> next) {
    duties = next;
    drain = config.edge().drain();
    var weights = new HashMap<Place, WeightRule>();
    for (var enlistment : config.enlistments()) {
      var one = enlistment.registration();
      var place = new Place(KernelTable.key(one.of()), KernelTable.key(one.self()));
      weights.put(place, new WeightRule(one.weight(), one.ramp()));
    }
    rules = weights;
    standings.keySet().retainAll(weights.keySet());
    var _ = weigh();
    tell();
    if (clock == null && !duties.isEmpty()) {
      clock = Executors.newSingleThreadScheduledExecutor(EdgeLinks::thread);
      long period = WeightRule.PERIOD.toMillis();
      var _ = clock.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
    }
  }

  private static Thread thread(Runnable task) {
    return Thread.ofPlatform().daemon().name("weir-weight").unstarted(task);
  }

  /** An operator has said what this Weir is to weigh. */
  void operated() {
    tick();
  }

  private synchronized void tick() {
    if (!isLeaving && weigh()) {
      tell();
    }
  }

  /** Weighs each registration anew; whether one has another weight now. */
  private boolean weigh() {
    long now = System.nanoTime();
    boolean isChanged = false;
    for (var rule : rules.entrySet()) {
      var before = standings.getOrDefault(rule.getKey(), new Standing(now, 0));
      int weight = own.weight(rule.getValue(), before.weight(), now - before.since());
      isChanged |= weight != before.weight();
      standings.put(rule.getKey(), new Standing(before.since(), weight));
    }
    return isChanged;
  }

  private void tell() {
    links.settle(duties.stream().map(this::weighed).toList());
  }

  private Duty weighed(Duty duty) {
    var offers = new ArrayList<Offer>();
    for (var offer : duty.offers()) {
      var standing = standings.get(new Place(offer.of(), offer.server().key()));
      offers.add(standing == null ? offer : offer.weighing(standing.weight()));
    }
    return new Duty(duty.at(), duty.key(), duty.lease(), offers);
  }

  /** How Weir and its directors get on. */
  List<LinkStatus> status() {
    return links.status();
  }

  /** Directors send no new connections any more; returns when it is so, or soon. */
  synchronized void leave() {
    if (!isLeaving) {
      isLeaving = true;
      links.drain(drain, PATIENCE).join();
    }
  }

  /** Says good-bye. */
  @Override
  public void close() {
    ScheduledExecutorService running;
    synchronized (this) {
      running = clock;
      clock = null;
      isLeaving = true;
    }
    if (running != null) {
      running.shutdownNow();
    }
    links.close();
  }

  /** Writes to the log how it goes. */
  private static final class Told implements LinkListener {
    @Override
    public void enlisted(InetSocketAddress director) {
      LOG.info("registered with the director at {}", text(director));
    }

    @Override
    public void refused(InetSocketAddress director, Offer offer, Verdict why) {
      LOG.warn("the director at {} does not take {}: {}", text(director), offer, why.text());
    }

    @Override
    public void lost(InetSocketAddress director, String why) {
      LOG.warn("not registered with the director at {}: {}", text(director), why);
    }

    private static String text(InetSocketAddress at) {
      return AddressText.of(at.getAddress(), at.getPort());
    }
  }
}
