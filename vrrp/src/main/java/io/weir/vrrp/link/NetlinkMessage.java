package io.weir.vrrp.link;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A message of rtnetlink(7).
 *
 * @param type what it says; 2 is an answer with an errno, 3 the end of a list
 * @param sequence of the request that it answers, 0 if of none
 * @param payload behind the header, in the order of the machine
 */
record NetlinkMessage(int type, int sequence, ByteBuffer payload) {
  static final int ERROR = 2;
  static final int DONE = 3;
  static final int NEW_LINK = 16;
  static final int DELETE_LINK = 17;
  static final int GET_LINK = 18;
  static final int NEW_ADDRESS = 20;
  static final int DELETE_ADDRESS = 21;
  static final int GET_ADDRESS = 22;

  static final int NEW_ROUTE = 24;
  static final int DELETE_ROUTE = 25;
  static final int NEW_RULE = 32;
  static final int DELETE_RULE = 33;

  static final int REQUEST = 1;
  static final int ACK = 4;
  static final int DUMP = 0x300;
  static final int REPLACE_OR_CREATE = 0x500;
  static final int CREATE = 0x600;

  private static final int HEADER = 16;
  private static final int ATTRIBUTE_HEADER = 4;

  /** The messages of one datagram; what is cut off or malformed ends it. */
  static List<NetlinkMessage> read(ByteBuffer datagram) {
    var in = datagram.duplicate().order(ByteOrder.nativeOrder());
    var messages = new ArrayList<NetlinkMessage>();
    while (in.remaining() >= HEADER) {
      int start = in.position();
      int length = in.getInt(start);
      if (length < HEADER || length > in.remaining()) {
        break;
      }
      var payload = ByteBuffer.allocate(length - HEADER).order(ByteOrder.nativeOrder());
      payload.put(in.slice(start + HEADER, length - HEADER)).flip();
      messages.add(
          new NetlinkMessage(in.getShort(start + 4) & 0xffff, in.getInt(start + 8), payload));
      in.position(Math.min(in.limit(), start + aligned(length)));
    }
    return messages;
  }

  /** The attributes behind a fixed part of the payload; of several of one type the last. */
  Map<Integer, ByteBuffer> attributes(int fixed) {
    return attributes(payload, fixed);
  }

  /** The same of an attribute that holds others. */
  static Map<Integer, ByteBuffer> attributes(ByteBuffer in, int fixed) {
    var attributes = new HashMap<Integer, ByteBuffer>();
    int at = fixed;
    while (at + ATTRIBUTE_HEADER <= in.limit()) {
      int length = in.getShort(at) & 0xffff;
      if (length < ATTRIBUTE_HEADER || at + length > in.limit()) {
        break;
      }
      attributes.put(
          in.getShort(at + 2) & 0x3fff,
          in.slice(at + ATTRIBUTE_HEADER, length - ATTRIBUTE_HEADER)
              .order(ByteOrder.nativeOrder()));
      at += aligned(length);
    }
    return attributes;
  }

  /** A request to the kernel. */
  static byte[] request(int type, int flags, int sequence, byte[] payload) {
    return ByteBuffer.allocate(HEADER + payload.length)
        .order(ByteOrder.nativeOrder())
        .putInt(HEADER + payload.length)
        .putShort((short) type)
        .putShort((short) flags)
        .putInt(sequence)
        .putInt(0)
        .put(payload)
        .array();
  }

  /** A payload: a fixed part, and attributes behind it. */
  static byte[] joined(byte[]... parts) {
    var whole = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(whole::put);
    return whole.array();
  }

  /** A text, with the zero at its end. */
  static byte[] attribute(int type, String text) {
    return attribute(type, (text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /** A number of 32 bits. */
  static byte[] attribute(int type, int number) {
    return attribute(
        type,
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(number).array());
  }

  /** One attribute, filled up to four octets. */
  static byte[] attribute(int type, byte[] value) {
    return ByteBuffer.allocate(aligned(ATTRIBUTE_HEADER + value.length))
        .order(ByteOrder.nativeOrder())
        .putShort((short) (ATTRIBUTE_HEADER + value.length))
        .putShort((short) type)
        .put(value)
        .array();
  }

  private static int aligned(int length) {
    return (length + 3) & ~3;
  }
}
