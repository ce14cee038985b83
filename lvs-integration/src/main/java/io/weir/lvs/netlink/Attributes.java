package io.weir.lvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Attributes of a message: struct nlattr, each a length, a type and a value padded to four octets.
 * Of several with one type the last counts, as in the kernel. What is not asked for is passed over,
 * so that a newer kernel may say more.
 */
public final class Attributes {
  /** Length of struct nlattr. */
  static final int HEADER = 4;

  /** Without NLA_F_NESTED and NLA_F_NET_BYTEORDER: kernels set them or not as they like. */
  private static final int TYPE_MASK = 0x3fff;

  private final List<Attribute> attributes;

  /** One of them. */
  private record Attribute(int type, ByteBuffer value) {}

  private Attributes(List<Attribute> attributes) {
    this.attributes = attributes;
  }

  /**
   * The attributes that octets are made of; views, not copies.
   *
   * @throws NetlinkException if a length is wrong ({@link NetlinkFailure.Malformed})
   */
  public static Attributes of(ByteBuffer octets) throws NetlinkException {
    var rest = octets.slice().order(ByteOrder.nativeOrder());
    var found = new ArrayList<Attribute>();
    // Fewer octets than a header are padding, as nla_ok() has it.
    while (rest.remaining() >= HEADER) {
      int start = rest.position();
      int length = Short.toUnsignedInt(rest.getShort(start));
      if (length < HEADER || length > rest.remaining()) {
        throw NetlinkException.malformed(
            "an attribute of " + length + " octets where " + rest.remaining() + " are left");
      }
      found.add(
          new Attribute(
              rest.getShort(start + 2) & TYPE_MASK,
              rest.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder())));
      rest.position(start + Math.min(aligned(length), rest.remaining()));
    }
    return new Attributes(found);
  }

  /** The length with its padding. */
  static int aligned(int length) {
    return (length + 3) & ~3;
  }

  private Optional<ByteBuffer> find(int type) {
    for (int i = attributes.size() - 1; i >= 0; i--) {
      if (attributes.get(i).type() == type) {
        return Optional.of(attributes.get(i).value());
      }
    }
    return Optional.empty();
  }

  private Optional<ByteBuffer> find(int type, int length) throws NetlinkException {
    var value = find(type);
    if (value.isPresent() && value.get().remaining() < length) {
      throw NetlinkException.malformed(
          "attribute %d has %d octets; expected %d"
              .formatted(type, value.get().remaining(), length));
    }
    return value;
  }

  /** Whether there is one of this type. */
  public boolean has(int type) {
    return find(type).isPresent();
  }

  /** The attributes inside one. */
  public Optional<Attributes> nest(int type) throws NetlinkException {
    var value = find(type);
    return value.isEmpty() ? Optional.empty() : Optional.of(of(value.get()));
  }

  /** Every attribute of the type, each with those inside. */
  public List<Attributes> nests(int type) throws NetlinkException {
    var nests = new ArrayList<Attributes>();
    for (var attribute : attributes) {
      if (attribute.type() == type) {
        nests.add(of(attribute.value()));
      }
    }
    return nests;
  }

  /** An unsigned octet. */
  public OptionalInt u8(int type) throws NetlinkException {
    var value = find(type, 1);
    return value.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Byte.toUnsignedInt(value.get().get(0)));
  }

  /** An unsigned 16-bit number in the machine's order. */
  public OptionalInt u16(int type) throws NetlinkException {
    var value = find(type, Short.BYTES);
    return value.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Short.toUnsignedInt(value.get().getShort(0)));
  }

  /** An unsigned 16-bit number in network order, as ports are. */
  public OptionalInt be16(int type) throws NetlinkException {
    var value = find(type, Short.BYTES);
    return value.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(
            Byte.toUnsignedInt(value.get().get(0)) << 8 | Byte.toUnsignedInt(value.get().get(1)));
  }

  /** A 32-bit number, its bits as they are. */
  public OptionalInt u32(int type) throws NetlinkException {
    var value = find(type, Integer.BYTES);
    return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(value.get().getInt(0));
  }

  /** A 64-bit number, its bits as they are. */
  public OptionalLong u64(int type) throws NetlinkException {
    var value = find(type, Long.BYTES);
    return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(value.get().getLong(0));
  }

  /** A text that ends with a NUL, or with the attribute. */
  public Optional<String> text(int type) {
    return find(type)
        .map(value -> {
          int end = 0;
          while (end < value.remaining() && value.get(end) != 0) {
            end++;
          }
          return StandardCharsets.UTF_8.decode(value.slice(0, end)).toString();
        });
  }

  /** The octets of a value; a copy. */
  public Optional<byte[]> octets(int type) {
    return find(type)
        .map(value -> {
          var octets = new byte[value.remaining()];
          value.get(0, octets);
          return octets;
        });
  }
}
