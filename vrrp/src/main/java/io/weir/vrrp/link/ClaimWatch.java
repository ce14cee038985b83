package io.weir.vrrp.link;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.MessageBuffer;
import io.weir.vrrp.libc.Poll;
import io.weir.vrrp.libc.SocketAddress;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.packet.AddressClaim;
import io.weir.vrrp.packet.Announcement;
import io.weir.vrrp.packet.ArpFrame;
import io.weir.vrrp.packet.NeighborAdvertisement;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Listens for other machines that say they have an address of this one's: by ARP (packet(7)), or by
 * neighbour advertisements (raw ICMPv6). A thread of its own, {@code weir-vrrp-arp}: a network may
 * be full of both, and no advert waits for it.
 */
public final class ClaimWatch implements AutoCloseable {
  private static final int BUFFER = 2048;

  /** Of one wake-up, of one interface. */
  private static final int MOST_AT_ONCE = 4096;

  private static final long TELL_NANOS = 200_000_000L;
  private static final long LONGEST_SLEEP_NANOS = 1_000_000_000L;

  private final Listener listener;
  private final Poll poll = new Poll();
  private final Map<Integer, Ears> sockets = new HashMap<>();
  private final Map<InetAddress, Long> toldAt = new HashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final MessageBuffer buffer6 = new MessageBuffer(BUFFER);
  private final Thread thread;
  private volatile Map<Integer, Place> places = Map.of();
  private volatile boolean isClosing;

  /**
   * Where to listen, and for what.
   *
   * @param device the name of the interface
   * @param on that of the interface that the addresses' routers are on: another one if they have a
   *     hardware address of their own
   * @param own hardware addresses of this machine, as {@link AddressClaim#text} has them: its
   *     kernel may answer on one interface for the address of another
   */
  public record Place(
      int interfaceIndex, String device, String on, Set<String> own, Set<InetAddress> addresses) {
    public Place {
      own = Set.copyOf(own);
      addresses = Set.copyOf(addresses);
    }
  }

  /** What an interface is listened to by; nothing of what is not there, such as IPv6. */
  private record Ears(Optional<Descriptor> arp, Optional<Descriptor> icmp6) {
    Stream<Descriptor> all() {
      return Stream.of(arp, icmp6).flatMap(Optional::stream);
    }

    void close() {
      all().forEach(Descriptor::close);
    }
  }

  /** Is told of each such frame, by the watch's thread. Must not wait. */
  @FunctionalInterface
  public interface Listener {
    /** Somebody else says that an address is theirs. */
    void told(String on, AddressClaim claim);
  }

  public ClaimWatch(Listener listener) throws SystemCallException {
    this.listener = listener;
    thread = Thread.ofPlatform().daemon().name("weir-vrrp-arp").unstarted(this::run);
    thread.start();
  }

  /** These from now on. Any thread; never waits. */
  public void watch(List<Place> wanted) {
    var next = new HashMap<Integer, Place>();
    wanted.forEach(place -> next.put(place.interfaceIndex(), place));
    if (!next.equals(places)) {
      places = Map.copyOf(next);
      poll.wake();
    }
  }

  private void run() {
    var open = Map.<Integer, Place>of();
    try {
      while (!isClosing) {
        if (!open.equals(places)) {
          open = places;
          listen(open);
        }
        poll.await(LONGEST_SLEEP_NANOS);
        for (var place : open.values()) {
          drain(place);
        }
      }
    } catch (SystemCallException _) {
      // Nobody is listened to any more; adverts still tell who is active.
    } finally {
      sockets.values().forEach(Ears::close);
      poll.close();
    }
  }

  private void listen(Map<Integer, Place> wanted) {
    sockets
        .entrySet()
        .removeIf(entry -> {
          boolean isGone = !wanted.containsKey(entry.getKey());
          if (isGone) {
            entry.getValue().close();
          }
          return isGone;
        });
    for (var place : wanted.values()) {
      sockets.computeIfAbsent(place.interfaceIndex(), _ -> new Ears(arp(place), icmp6(place)));
    }
    toldAt.clear();
    poll.watch(sockets.values().stream().flatMap(Ears::all).toList());
  }

  private static Optional<Descriptor> arp(Place place) {
    // Protocol 0: nothing comes before it is bound.
    return open(
        Sockets.AF_PACKET,
        0,
        socket -> socket.bind(SocketAddress.link(place.interfaceIndex(), Announcement.ARP)));
  }

  private static Optional<Descriptor> icmp6(Place place) {
    return open(
        Sockets.AF_INET6,
        Sockets.IPPROTO_ICMPV6,
        socket -> {
          socket.option(Sockets.IPPROTO_ICMPV6, Sockets.ICMP6_FILTER, onlyAdvertisements());
          socket.option(Sockets.IPPROTO_IPV6, Sockets.IPV6_RECVHOPLIMIT, 1);
          socket.option(
              Sockets.SOL_SOCKET,
              Sockets.SO_BINDTODEVICE,
              place.device().getBytes(StandardCharsets.UTF_8));
        });
  }

  /** struct icmp6_filter: a bit for each type that is not wanted. */
  private static byte[] onlyAdvertisements() {
    var filter = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
    for (int i = 0; i < 8; i++) {
      filter.putInt(
          i == NeighborAdvertisement.TYPE / 32 ? ~(1 << NeighborAdvertisement.TYPE % 32) : -1);
    }
    return filter.array();
  }

  /** Readies a socket before anybody listens to it. */
  private interface Setting {
    void apply(Descriptor socket) throws SystemCallException;
  }

  private static Optional<Descriptor> open(int domain, int protocol, Setting setting) {
    try {
      var socket = Descriptor.socket(domain, Sockets.SOCK_RAW, protocol);
      try {
        setting.apply(socket);
        return Optional.of(socket);
      } catch (SystemCallException _) {
        socket.close();
      }
    } catch (SystemCallException _) {
      // There is no IPv6 here. Or else the interface has gone meanwhile: the next change opens what
      // is there then.
    }
    return Optional.empty();
  }

  private void drain(Place place) {
    var ears = sockets.get(place.interfaceIndex());
    if (ears == null) {
      return;
    }
    drain(place, ears.arp(), this::frame);
    drain(place, ears.icmp6(), this::message);
  }

  /** What is read from a socket that has something to be read. */
  private interface Reading {
    /** False if there was nothing any more. */
    boolean next(Place place, Descriptor socket) throws SystemCallException;
  }

  private void drain(Place place, Optional<Descriptor> socket, Reading reading) {
    if (socket.isEmpty() || !poll.isReady(socket.get())) {
      return;
    }
    try {
      for (int i = 0; i < MOST_AT_ONCE; i++) {
        if (!reading.next(place, socket.get())) {
          return;
        }
      }
    } catch (SystemCallException _) {
      // ENETDOWN is told once when the interface goes down; the socket goes on.
    }
  }

  private boolean frame(Place place, Descriptor socket) throws SystemCallException {
    var length = socket.receive(buffer);
    if (length.isPresent()) {
      ArpFrame.read(buffer.slice(0, length.getAsInt())).ifPresent(claim -> hear(place, claim));
    }
    return length.isPresent();
  }

  private boolean message(Place place, Descriptor socket) throws SystemCallException {
    var length = socket.receive(buffer6);
    if (length.isPresent()) {
      int hops =
          buffer6
              .ancillary(Sockets.IPPROTO_IPV6, Sockets.IPV6_HOPLIMIT)
              .filter(info -> info.limit() >= 4)
              .map(info -> info.getInt(0))
              .orElse(0);
      NeighborAdvertisement.read(buffer6.data(Math.min(BUFFER, length.getAsInt())), hops)
          .ifPresent(claim -> hear(place, claim));
    }
    return length.isPresent();
  }

  private void hear(Place place, AddressClaim claim) {
    boolean isOthers = !place.own().contains(AddressClaim.text(claim.mac()));
    if (isOthers && place.addresses().contains(claim.address())) {
      tell(place, claim);
    }
  }

  /** Not more often than somebody can make something of it, however many come. */
  private void tell(Place place, AddressClaim claim) {
    long now = System.nanoTime();
    var last = toldAt.get(claim.address());
    if (last == null || now - last >= TELL_NANOS) {
      toldAt.put(claim.address(), now);
      listener.told(place.on(), claim);
    }
  }

  @Override
  public void close() {
    isClosing = true;
    poll.wake();
  }
}
