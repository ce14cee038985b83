package io.weir.vrrp.run;

import static io.weir.vrrp.packet.Addresses.ip;

import io.weir.vrrp.packet.AdvertCodec;
import io.weir.vrrp.packet.AuthField;
import io.weir.vrrp.packet.ChecksumForm;
import io.weir.vrrp.packet.Datagram;
import io.weir.vrrp.packet.Family;
import io.weir.vrrp.packet.Reception;
import io.weir.vrrp.packet.Version;
import io.weir.vrrp.state.Event;
import io.weir.vrrp.state.Role;
import io.weir.vrrp.state.RouterRules;
import io.weir.vrrp.state.Standing;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Routers of one virtual router on a network that is made up, at a time that is told. */
final class Cluster {
  static final long MILLI = 1_000_000L;
  static final int INTERVAL_CENTIS = 10;
  static final long INTERVAL = INTERVAL_CENTIS * 10 * MILLI;

  private final Random random;
  private final List<Node> nodes = new ArrayList<>();
  private long now;
  private boolean isCut;
  private int lossPercent;

  /** One router and its machine. */
  final class Node implements Wire {
    final FakeEstate estate = new FakeEstate();
    final InetAddress address;
    final int priority;
    private final Deque<Datagram> inbox = new ArrayDeque<>();
    private RunningRouter router;
    private boolean isPaused;
    private boolean isDead;

    private Node(int index, int priority) {
      this.address = ip("192.0.2." + (100 + index));
      this.priority = priority;
      this.router = fresh();
    }

    private RunningRouter fresh() {
      var config =
          new RouterConfig(
              new RouterId(51, "eth0", Family.IPV4),
              new RouterRules(
                  Version.V3,
                  INTERVAL_CENTIS,
                  true,
                  Duration.ZERO,
                  Duration.ZERO,
                  Duration.ofSeconds(5),
                  Duration.ZERO),
              priority,
              List.of(new VirtualAddress(ip("192.0.2.1"), 24)),
              List.of(),
              Set.of(),
              AuthField.NONE,
              Optional.empty(),
              ChecksumForm.PSEUDO_HEADER,
              1,
              2,
              List.of(),
              List.of(),
              Optional.empty(),
              Optional.empty());
      var standing = new Standing(priority, address, true);
      return new RunningRouter(config, standing, this, estate, () -> Instant.ofEpochSecond(0, now));
    }

    @Override
    public void send(InetAddress source, InetAddress destination, byte[] message)
        throws IOException {
      for (var other : nodes) {
        boolean isReached = !isCut || nodes.indexOf(this) % 2 == nodes.indexOf(other) % 2;
        if (other != this && !other.isDead && isReached && random.nextInt(100) >= lossPercent) {
          other.inbox.add(new Datagram(source, destination, 255, message));
        }
      }
    }

    /** In the order of the loop: who is late yields, what has come is heard, timers run out. */
    private void turn() {
      if (router.isLate(now)) {
        router.tick(now);
      }
      for (var datagram = inbox.poll(); datagram != null; datagram = inbox.poll()) {
        if (AdvertCodec.decode(datagram) instanceof Reception.Valid valid) {
          router.receive(datagram, valid, now);
        }
      }
      router.tick(now);
    }

    void pause() {
      isPaused = true;
    }

    void resume() {
      isPaused = false;
    }

    /** As kill -9: nobody is told, and the addresses stay until their lease ends. */
    void die() {
      isDead = true;
      inbox.clear();
    }

    /** Starts anew after its death; addresses that are left are taken away first. */
    void revive() {
      if (isDead) {
        isDead = false;
        estate.release();
        router = fresh();
        start();
      }
    }

    void start() {
      router.begin(new Standing(priority, address, true), now);
    }

    void stop() {
      if (!isDead && !isPaused) {
        router.handle(new Event.Stopped(), now);
        isDead = true;
      }
    }

    boolean isAwakeAndActive() {
      return !isPaused && !isDead && router.role() == Role.ACTIVE;
    }

    boolean isHolding() {
      return estate.isHeld(now);
    }
  }

  Cluster(long seed, List<Integer> priorities) {
    random = new Random(seed);
    now = random.nextLong();
    for (int i = 0; i < priorities.size(); i++) {
      nodes.add(new Node(i, priorities.get(i)));
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Whether every second node cannot hear the others. */
  void cut(boolean isCut) {
    this.isCut = isCut;
  }

  void lose(int percent) {
    lossPercent = percent;
  }

  long now() {
    return now;
  }

  /** Lets time pass, a millisecond at a time. */
  void run(long nanos, Runnable afterEach) {
    for (long end = now + nanos; now - end < 0; ) {
      now += MILLI;
      for (var node : nodes) {
        if (!node.isPaused && !node.isDead) {
          node.turn();
        }
      }
      afterEach.run();
    }
  }
}
