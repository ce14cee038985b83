package io.weir.vrrp.libc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/**
 * Where recvmsg(2) puts a datagram, its sender and its ancillary data: struct msghdr of 64-bit
 * Linux, with everything that it points to. Not for more than one thread at a time.
 */
public final class MessageBuffer {
  private static final int NAME = 28;
  private static final int CONTROL = 256;
  private static final int HEADER = 56;
  private static final int CONTROL_HEADER = 16;

  private final Pointer header;
  private final Pointer vector;
  private final Pointer name;
  private final Pointer control;
  private final Pointer data;
  private final int capacity;

  /** A buffer for datagrams of at most this many octets; the rest of longer ones is cut off. */
  public MessageBuffer(int capacity) {
    this.capacity = capacity;
    header = Memory.allocateDirect(Native.RUNTIME, HEADER, true);
    vector = Memory.allocateDirect(Native.RUNTIME, 16, true);
    name = Memory.allocateDirect(Native.RUNTIME, NAME, true);
    control = Memory.allocateDirect(Native.RUNTIME, CONTROL, true);
    data = Memory.allocateDirect(Native.RUNTIME, capacity, true);
  }

  long receive(int descriptor, int flags) {
    vector.putAddress(0, data.address());
    vector.putLong(8, capacity);
    header.putAddress(0, name.address());
    header.putInt(8, NAME);
    header.putAddress(16, vector.address());
    header.putLong(24, 1);
    header.putAddress(32, control.address());
    header.putLong(40, CONTROL);
    header.putInt(48, 0);
    return Native.LIBC.recvmsg(descriptor, header, flags);
  }

  /** The first octets of the datagram. */
  public byte[] data(int length) {
    var octets = new byte[length];
    data.get(0, octets, 0, length);
    return octets;
  }

  /** The sender's IPv6 address. */
  public byte[] sender6() {
    var octets = new byte[16];
    name.get(8, octets, 0, 16);
    return octets;
  }

  /** The ancillary data of a kind, in the order of the machine. */
  public Optional<ByteBuffer> ancillary(int level, int type) {
    long end = Math.min(header.getLong(40), CONTROL);
    for (long at = 0; at + CONTROL_HEADER <= end; ) {
      long length = control.getLong(at);
      if (length < CONTROL_HEADER || at + length > end) {
        return Optional.empty();
      }
      if (control.getInt(at + 8) == level && control.getInt(at + 12) == type) {
        var octets = new byte[(int) length - CONTROL_HEADER];
        control.get(at + CONTROL_HEADER, octets, 0, octets.length);
        return Optional.of(ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()));
      }
      at += (length + 7) & ~7L;
    }
    return Optional.empty();
  }
}
