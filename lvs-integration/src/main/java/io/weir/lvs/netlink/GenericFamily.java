package io.weir.lvs.netlink;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A family of generic netlink, and how its messages begin: struct genlmsghdr
 * (include/uapi/linux/genetlink.h).
 *
 * @param id type of its messages; the kernel gives it out anew each time it starts
 * @param version of the family that Weir speaks
 */
public record GenericFamily(String name, int id, int version) {
  /** Length of struct genlmsghdr. */
  public static final int HEADER = 4;

  private static final int CONTROLLER = 0x10;
  private static final int CONTROLLER_VERSION = 1;
  private static final int GET_FAMILY = 3;
  private static final int FAMILY_ID = 1;
  private static final int FAMILY_NAME = 2;

  /**
   * Looks a family up by its name, which also loads the kernel's module for it, if there is one.
   *
   * @throws NetlinkException {@link NetlinkFailure.Refused} with ENOENT if there is none
   */
  public static GenericFamily find(NetlinkSocket socket, String name, int version)
      throws NetlinkException {
    var ids = socket.ask(CONTROLLER, question(name), GenericFamily::id);
    if (ids.isEmpty()) {
      throw NetlinkException.malformed("nothing about the family \"" + name + "\"");
    }
    return new GenericFamily(name, ids.getFirst(), version);
  }

  static ByteBuffer question(String name) {
    return begin(GET_FAMILY, CONTROLLER_VERSION).text(FAMILY_NAME, name).payload();
  }

  static int id(ByteBuffer payload) throws NetlinkException {
    return attributes(payload)
        .u16(FAMILY_ID)
        .orElseThrow(() -> NetlinkException.malformed("a family without a number"));
  }

  /** The beginning of a message with this command. */
  public AttributeWriter message(int command) {
    return begin(command, version);
  }

  private static AttributeWriter begin(int command, int version) {
    return new AttributeWriter().raw((byte) command, (byte) version, (byte) 0, (byte) 0);
  }

  /** What the message is about: a number of the family's. */
  public static int command(ByteBuffer payload) throws NetlinkException {
    checkHeader(payload);
    return Byte.toUnsignedInt(payload.get(0));
  }

  /** The attributes behind the header. */
  public static Attributes attributes(ByteBuffer payload) throws NetlinkException {
    checkHeader(payload);
    return Attributes.of(payload.slice(HEADER, payload.remaining() - HEADER));
  }

  private static void checkHeader(ByteBuffer payload) throws NetlinkException {
    if (payload.remaining() < HEADER) {
      throw NetlinkException.malformed("a generic message of " + payload.remaining() + " octets");
    }
  }

  /** Asks for something to be done. */
  public void tell(NetlinkSocket socket, AttributeWriter message) throws NetlinkException {
    socket.tell(id, 0, message.payload());
  }

  /** Asks for something that is told in a few messages. */
  public <T> List<T> ask(NetlinkSocket socket, AttributeWriter message, Decoder<T> decoder)
      throws NetlinkException {
    return socket.ask(id, message.payload(), decoder);
  }

  /** Asks for a whole table. */
  public <T> List<T> dump(NetlinkSocket socket, AttributeWriter message, Decoder<T> decoder)
      throws NetlinkException {
    return socket.dump(id, message.payload(), decoder);
  }
}
