package io.weir.lvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One message: struct nlmsghdr and what follows it. Numbers are in the order of the machine.
 *
 * @param type {@link MessageType} or that of a protocol
 * @param sequence ties an answer to its question
 * @param port of the socket that asked
 * @param payload without the header and the padding behind it
 */
public record NetlinkMessage(int type, int flags, int sequence, int port, ByteBuffer payload) {
  /** Length of struct nlmsghdr. */
  public static final int HEADER = 16;

  /** The octets of the message. */
  public byte[] bytes() {
    var out = ByteBuffer.allocate(HEADER + payload.remaining()).order(ByteOrder.nativeOrder());
    out.putInt(out.capacity()).putShort((short) type).putShort((short) flags);
    out.putInt(sequence).putInt(port);
    out.put(payload.duplicate());
    return out.array();
  }

  /**
   * The messages of a datagram, in their order; their payloads are views of it.
   *
   * @throws NetlinkException if a length is wrong ({@link NetlinkFailure.Malformed})
   */
  public static List<NetlinkMessage> split(ByteBuffer datagram) throws NetlinkException {
    var rest = datagram.slice().order(ByteOrder.nativeOrder());
    var messages = new ArrayList<NetlinkMessage>();
    while (rest.remaining() >= HEADER) {
      int start = rest.position();
      int length = rest.getInt(start);
      if (length < HEADER || length > rest.remaining()) {
        throw NetlinkException.malformed(
            "a message of " + length + " octets where " + rest.remaining() + " are left");
      }
      messages.add(
          new NetlinkMessage(
              Short.toUnsignedInt(rest.getShort(start + 4)),
              Short.toUnsignedInt(rest.getShort(start + 6)),
              rest.getInt(start + 8),
              rest.getInt(start + 12),
              rest.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder())));
      rest.position(start + Math.min(Attributes.aligned(length), rest.remaining()));
    }
    if (rest.hasRemaining()) {
      throw NetlinkException.malformed(rest.remaining() + " octets behind the last message");
    }
    return messages;
  }
}
