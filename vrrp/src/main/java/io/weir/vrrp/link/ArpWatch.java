package io.weir.vrrp.link;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.Poll;
import io.weir.vrrp.libc.SocketAddress;
import io.weir.vrrp.libc.Sockets;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.packet.Announcement;
import io.weir.vrrp.packet.ArpFrame;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Listens for other machines that say they have an address of this one's (packet(7)), on a thread
 * of its own, {@code weir-vrrp-arp}: a network may be full of ARP, and no advert waits for it.
 */
public final class ArpWatch implements AutoCloseable {
  private static final int BUFFER = 2048;

  /** Of one wake-up, of one interface. */
  private static final int MOST_AT_ONCE = 4096;

  private static final long TELL_NANOS = 200_000_000L;
  private static final long LONGEST_SLEEP_NANOS = 1_000_000_000L;

  private final Listener listener;
  private final Poll poll = new Poll();
  private final Map<Integer, Descriptor> sockets = new HashMap<>();
  private final Map<InetAddress, Long> toldAt = new HashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final Thread thread;
  private volatile Map<Integer, Place> places = Map.of();
  private volatile boolean isClosing;

  /**
   * Where to listen, and for what.
   *
   * @param own hardware addresses of this machine, as {@link ArpFrame#text} has them: its kernel
   *     may answer on one interface for the address of another
   */
  public record Place(int interfaceIndex, String on, Set<String> own, Set<InetAddress> addresses) {
    public Place {
      own = Set.copyOf(own);
      addresses = Set.copyOf(addresses);
    }
  }

  /** Is told of each such frame, by the watch's thread. Must not wait. */
  @FunctionalInterface
  public interface Listener {
    /** Somebody else says that an address is theirs. */
    void told(String on, ArpFrame frame);
  }

  public ArpWatch(Listener listener) throws SystemCallException {
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
      sockets.values().forEach(Descriptor::close);
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
    for (int index : wanted.keySet()) {
      if (!sockets.containsKey(index)) {
        open(index);
      }
    }
    toldAt.clear();
    poll.watch(new ArrayList<>(sockets.values()));
  }

  private void open(int index) {
    try {
      // Protocol 0: nothing comes before it is bound.
      var socket = Descriptor.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW, 0);
      try {
        socket.bind(SocketAddress.link(index, Announcement.ARP));
        sockets.put(index, socket);
      } catch (SystemCallException _) {
        socket.close();
      }
    } catch (SystemCallException _) {
      // The interface has gone meanwhile; the next change opens what is there then.
    }
  }

  private void drain(Place place) {
    var socket = sockets.get(place.interfaceIndex());
    if (socket == null || !poll.isReady(socket)) {
      return;
    }
    try {
      for (int i = 0; i < MOST_AT_ONCE; i++) {
        var length = socket.receive(buffer);
        if (length.isEmpty()) {
          return;
        }
        ArpFrame.read(buffer.slice(0, length.getAsInt()))
            .filter(frame -> place.addresses().contains(frame.address()))
            .filter(frame -> !place.own().contains(ArpFrame.text(frame.mac())))
            .ifPresent(frame -> tell(place, frame));
      }
    } catch (SystemCallException _) {
      // ENETDOWN is told once when the interface goes down; the socket goes on.
    }
  }

  /** Not more often than somebody can make something of it, however many come. */
  private void tell(Place place, ArpFrame frame) {
    long now = System.nanoTime();
    var last = toldAt.get(frame.address());
    if (last == null || now - last >= TELL_NANOS) {
      toldAt.put(frame.address(), now);
      listener.told(place.on(), frame);
    }
  }

  @Override
  public void close() {
    isClosing = true;
    poll.wake();
  }
}
