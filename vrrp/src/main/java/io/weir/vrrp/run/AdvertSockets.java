package io.weir.vrrp.run;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.Errno;
import io.weir.vrrp.libc.Poll;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.link.AdvertSocket;
import io.weir.vrrp.link.Interface;
import io.weir.vrrp.packet.AdvertCodec;
import io.weir.vrrp.packet.Datagram;
import io.weir.vrrp.packet.Family;
import io.weir.vrrp.packet.Reception;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The sockets of all routers: one pair for each interface and family, shared by its routers.
 * Touched by the loop's thread.
 */
final class AdvertSockets implements AutoCloseable {
  /** Of one wake-up: a flood of adverts must not keep timers from running. */
  private static final int MOST_AT_ONCE = 4096;

  private final Map<Place, Open> open = new HashMap<>();

  /** Of those that have a hardware address of their own. */
  private final Map<RouterId, byte[]> macs = new HashMap<>();

  private final BiConsumer<RouterId, String> failed;

  private record Place(String on, Family family) {
    static Place of(RouterId router) {
      return new Place(router.on(), router.family());
    }
  }

  private record Open(int interfaceIndex, AdvertSocket socket) {}

  /** An advert, or what should have been one, for a router that may not be here. */
  record Heard(RouterId router, Datagram datagram, Reception reception) {}

  AdvertSockets(BiConsumer<RouterId, String> failed) {
    this.failed = failed;
  }

  /**
   * Opens what a router needs, unless it is open; anew if its interface is another by the same
   * name.
   */
  void use(RouterConfig config, Optional<Interface> on) {
    var router = config.id();
    var place = Place.of(router);
    config.mac().ifPresentOrElse(mac -> macs.put(router, mac), () -> macs.remove(router));
    var there = open.get(place);
    if (there != null && on.filter(one -> one.index() == there.interfaceIndex()).isEmpty()) {
      there.socket().close();
      open.remove(place);
    }
    if (on.isEmpty() || open.containsKey(place)) {
      return;
    }
    try {
      open.put(place, new Open(on.get().index(), AdvertSocket.open(on.get(), router.family())));
    } catch (SystemCallException e) {
      failed.accept(router, e.description());
    }
  }

  /** Closes what no router uses any more. */
  void keepOnly(List<RouterConfig> routers) {
    var used = routers.stream().map(router -> Place.of(router.id())).toList();
    macs.keySet().retainAll(routers.stream().map(RouterConfig::id).toList());
    open.entrySet()
        .removeIf(entry -> {
          boolean isUnused = !used.contains(entry.getKey());
          if (isUnused) {
            entry.getValue().socket().close();
          }
          return isUnused;
        });
  }

  boolean isOpen(RouterId router) {
    return open.containsKey(Place.of(router));
  }

  List<Descriptor> descriptors() {
    return open.values().stream().map(one -> one.socket().descriptor()).toList();
  }

  /** Sends for a router over whatever socket is open for it then. */
  Wire wire(RouterId router) {
    var place = Place.of(router);
    return (source, destination, message) -> {
      var there = open.get(place);
      if (there == null) {
        throw new SystemCallException("no socket for " + router, Errno.ENETDOWN);
      }
      var mac = macs.get(router);
      // A peer's own hardware address is the kernel's to know.
      if (mac != null && destination.equals(router.family().group())) {
        there.socket().send(mac, source, message);
      } else {
        there.socket().send(source, destination, message);
      }
    };
  }

  /**
   * Hands over what has come. A socket that fails is closed, and opened again with the next change.
   */
  void drain(Poll poll, Consumer<Heard> each) {
    for (var place : List.copyOf(open.keySet())) {
      var there = open.get(place);
      if (there == null || !poll.isReady(there.socket().descriptor())) {
        continue;
      }
      try {
        there.socket().drain(MOST_AT_ONCE, datagram -> each.accept(heard(place, datagram)));
      } catch (SystemCallException e) {
        // ENETDOWN is told once when the interface goes down; the socket goes on.
        if (!e.errno().equals(Errno.ENETDOWN)) {
          failed.accept(new RouterId(0, place.on(), place.family()), e.description());
        }
      }
    }
  }

  private static Heard heard(Place place, Datagram datagram) {
    var reception = AdvertCodec.decode(datagram);
    int vrid = datagram.payload().length > 1 ? datagram.payload()[1] & 0xff : 0;
    return new Heard(new RouterId(vrid, place.on(), place.family()), datagram, reception);
  }

  @Override
  public void close() {
    open.values().forEach(one -> one.socket().close());
    open.clear();
  }
}
