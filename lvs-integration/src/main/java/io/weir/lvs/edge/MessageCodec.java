package io.weir.lvs.edge;

import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Forwarding.Checksum;
import io.weir.lvs.table.Forwarding.Wrap;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Messages as octets: the kind in the first one, then what it says. Pure. */
final class MessageCodec {
  /** The longest message is shorter: a registration of 64 offers. */
  static final int MOST_OCTETS = 4096;

  private static final int REGISTER = 1;
  private static final int HEARTBEAT = 2;
  private static final int DRAIN = 3;
  private static final int BYE = 4;
  private static final int ACK = 5;
  private static final int REFUSED = 6;

  private static final int DIRECT = 0;
  private static final int MASQUERADE = 1;
  private static final int IPIP = 2;
  private static final int GUE = 3;
  private static final int GRE = 4;

  private MessageCodec() {}

  static byte[] encode(Message message) {
    var out = ByteBuffer.allocate(MOST_OCTETS);
    switch (message) {
      case Message.Register(var lease, var offers) -> {
        out.put((byte) REGISTER).putInt(millis(lease)).put((byte) offers.size());
        offers.forEach(offer -> put(out, offer));
      }
      case Message.Heartbeat(var weights, var load) -> {
        out.put((byte) HEARTBEAT).putInt(load.connections()).putInt(load.lagMillis());
        out.put((byte) weights.size());
        weights.forEach(out::putInt);
      }
      case Message.Drain(var deadline) -> out.put((byte) DRAIN).putInt(millis(deadline));
      case Message.Bye _ -> out.put((byte) BYE);
      case Message.Ack(var isDirecting, var lease, var verdicts) -> {
        out.put((byte) ACK).put((byte) (isDirecting ? 1 : 0)).putInt(millis(lease));
        out.put((byte) verdicts.size());
        verdicts.forEach(verdict -> out.put((byte) verdict.ordinal()));
      }
      case Message.Refused(var why) -> out.put((byte) REFUSED).put((byte) why.ordinal());
    }
    var octets = new byte[out.flip().remaining()];
    out.get(octets);
    return octets;
  }

  /**
   * What octets say.
   *
   * @throws EdgeException if they are no message, or more than one
   */
  static Message decode(byte[] octets) throws EdgeException {
    var in = ByteBuffer.wrap(octets);
    try {
      var message = read(in);
      if (in.hasRemaining()) {
        throw new EdgeException(Refusal.MALFORMED);
      }
      return message;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      // Too short, or numbers that what they stand for cannot have.
      var malformed = new EdgeException(Refusal.MALFORMED);
      malformed.initCause(e);
      throw malformed;
    }
  }

  private static Message read(ByteBuffer in) throws EdgeException {
    return switch (in.get()) {
      case REGISTER -> {
        var lease = duration(in);
        int count = count(in);
        var offers = new ArrayList<Offer>();
        for (int i = 0; i < count; i++) {
          offers.add(offer(in));
        }
        yield new Message.Register(lease, offers);
      }
      case HEARTBEAT -> {
        var load = new Load(in.getInt(), in.getInt());
        int count = count(in);
        var weights = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
          weights.add(weight(in));
        }
        yield new Message.Heartbeat(weights, load);
      }
      case DRAIN -> new Message.Drain(duration(in));
      case BYE -> new Message.Bye();
      case ACK -> new Message.Ack(flag(in), duration(in), verdicts(in));
      case REFUSED -> new Message.Refused(of(Refusal.values(), in));
      default -> throw new EdgeException(Refusal.MALFORMED);
    };
  }

  private static List<Verdict> verdicts(ByteBuffer in) throws EdgeException {
    int count = count(in);
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < count; i++) {
      verdicts.add(of(Verdict.values(), in));
    }
    return verdicts;
  }

  private static int count(ByteBuffer in) throws EdgeException {
    int count = Byte.toUnsignedInt(in.get());
    if (count > Message.MOST_OFFERS) {
      throw new EdgeException(Refusal.MALFORMED);
    }
    return count;
  }

  private static boolean flag(ByteBuffer in) throws EdgeException {
    return switch (in.get()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new EdgeException(Refusal.MALFORMED);
    };
  }

  private static <E> E of(E[] values, ByteBuffer in) throws EdgeException {
    int number = Byte.toUnsignedInt(in.get());
    if (number >= values.length) {
      throw new EdgeException(Refusal.MALFORMED);
    }
    return values[number];
  }

  private static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 0, Integer.MAX_VALUE);
  }

  private static Duration duration(ByteBuffer in) throws EdgeException {
    int millis = in.getInt();
    if (millis < 0) {
      throw new EdgeException(Refusal.MALFORMED);
    }
    return Duration.ofMillis(millis);
  }

  /** As ipvsadm has it, 65535 is the most. */
  private static int weight(ByteBuffer in) throws EdgeException {
    int weight = in.getInt();
    if (weight < 0 || weight > 65535) {
      throw new EdgeException(Refusal.MALFORMED);
    }
    return weight;
  }

  private static void put(ByteBuffer out, Offer offer) {
    var of = offer.of();
    var server = offer.server();
    out.put((byte) of.protocol().number());
    put(out, of.address(), of.port());
    put(out, server.key().address(), server.key().port());
    put(out, server.forwarding());
    out.putInt(server.weight());
  }

  private static Offer offer(ByteBuffer in) throws EdgeException {
    var protocol =
        Protocol.of(Byte.toUnsignedInt(in.get()))
            .orElseThrow(() -> new EdgeException(Refusal.MALFORMED));
    var of = new ServiceKey.Place(protocol, address(in), Short.toUnsignedInt(in.getShort()));
    var key = new ServerKey(address(in), Short.toUnsignedInt(in.getShort()));
    return new Offer(of, new RealServer(key, forwarding(in), weight(in)));
  }

  private static void put(ByteBuffer out, InetAddress address, int port) {
    byte[] octets = address.getAddress();
    out.put((byte) octets.length).put(octets).putShort((short) port);
  }

  private static InetAddress address(ByteBuffer in) throws EdgeException {
    int length = in.get();
    if (length != 4 && length != 16) {
      throw new EdgeException(Refusal.MALFORMED);
    }
    var octets = new byte[length];
    in.get(octets);
    return AddressText.address(octets);
  }

  private static void put(ByteBuffer out, Forwarding forwarding) {
    switch (forwarding) {
      case Forwarding.Direct _ -> out.put((byte) DIRECT);
      case Forwarding.Masquerade _ -> out.put((byte) MASQUERADE);
      case Forwarding.Tunnel(Wrap.Ipip _) -> out.put((byte) IPIP);
      case Forwarding.Tunnel(Wrap.Gue(var port, var checksum)) ->
          out.put((byte) GUE).putShort((short) port).put((byte) checksum.ordinal());
      case Forwarding.Tunnel(Wrap.Gre(var checksum)) ->
          out.put((byte) GRE).put((byte) checksum.ordinal());
      case Forwarding.Local _, Forwarding.Bypass _ ->
          throw new IllegalArgumentException("found a way that only the kernel itself goes");
    }
  }

  private static Forwarding forwarding(ByteBuffer in) throws EdgeException {
    return switch (in.get()) {
      case DIRECT -> new Forwarding.Direct();
      case MASQUERADE -> new Forwarding.Masquerade();
      case IPIP -> new Forwarding.Tunnel(new Wrap.Ipip());
      case GUE ->
          new Forwarding.Tunnel(
              new Wrap.Gue(Short.toUnsignedInt(in.getShort()), of(Checksum.values(), in)));
      case GRE -> new Forwarding.Tunnel(new Wrap.Gre(of(Checksum.values(), in)));
      default -> throw new EdgeException(Refusal.MALFORMED);
    };
  }
}
