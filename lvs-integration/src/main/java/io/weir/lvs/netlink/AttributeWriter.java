package io.weir.lvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Composes the payload of a message out of headers and attributes. For one thread. */
public final class AttributeWriter {
  private static final int NESTED = 0x8000;
  private static final int MOST = 0xffff;

  private ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

  /** What has been written. */
  public ByteBuffer payload() {
    return out.duplicate().flip().slice().order(ByteOrder.nativeOrder());
  }

  /** Octets that are no attribute, as the header of a protocol is. */
  public AttributeWriter raw(byte... octets) {
    room(octets.length).put(octets);
    return pad();
  }

  public AttributeWriter u8(int type, int value) {
    start(type, 1).put((byte) value);
    return pad();
  }

  public AttributeWriter u16(int type, int value) {
    start(type, Short.BYTES).putShort((short) value);
    return pad();
  }

  /** In network order, as ports are. */
  public AttributeWriter be16(int type, int value) {
    start(type, Short.BYTES).put((byte) (value >> 8)).put((byte) value);
    return pad();
  }

  public AttributeWriter u32(int type, int value) {
    start(type, Integer.BYTES).putInt(value);
    return pad();
  }

  /** With a NUL at its end. */
  public AttributeWriter text(int type, String value) {
    var octets = value.getBytes(StandardCharsets.UTF_8);
    start(type, octets.length + 1).put(octets).put((byte) 0);
    return pad();
  }

  public AttributeWriter octets(int type, byte[] value) {
    start(type, value.length).put(value);
    return pad();
  }

  /** An attribute made of those that the body writes. */
  public AttributeWriter nest(int type, Consumer<AttributeWriter> body) {
    int at = out.position();
    start(type | NESTED, 0);
    body.accept(this);
    int length = out.position() - at;
    check(length);
    out.putShort(at, (short) length);
    return this;
  }

  private ByteBuffer start(int type, int length) {
    check(length + Attributes.HEADER);
    return room(Attributes.HEADER + length)
        .putShort((short) (Attributes.HEADER + length))
        .putShort((short) type);
  }

  private static void check(int length) {
    if (length > MOST) {
      throw new IllegalArgumentException("found an attribute of " + length + " octets");
    }
  }

  private AttributeWriter pad() {
    while (out.position() % 4 != 0) {
      room(1).put((byte) 0);
    }
    return this;
  }

  private ByteBuffer room(int length) {
    if (out.remaining() < length) {
      var larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + length));
      out = larger.order(ByteOrder.nativeOrder()).put(out.flip());
    }
    return out;
  }
}
