package io.weir.proxy.admin;

import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * Finds whose a connection within this machine is, in the rows of {@code /proc/net/tcp} and {@code
 * /proc/net/tcp6} (Documentation/networking/proc_net_tcp.rst; net/ipv4/tcp_ipv4.c, {@code
 * get_tcp4_sock}). Pure.
 */
final class SocketOwner {
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int UID = 7;
  private static final int INODE = 9;
  private static final int COLUMNS = 10;

  private static final String ESTABLISHED = "01";

  private final String local4;
  private final String remote4;
  private final String local6;
  private final String remote6;

  /**
   * @param near the end of the connection that is asked about
   * @param far the other end of it, ours
   */
  SocketOwner(InetSocketAddress near, InetSocketAddress far) {
    this(near, far, ByteOrder.nativeOrder());
  }

  /**
   * @param order the kernel's, which writes addresses as words of 32 bits
   */
  SocketOwner(InetSocketAddress near, InetSocketAddress far, ByteOrder order) {
    this.local4 = text(near, false, order);
    this.remote4 = text(far, false, order);
    this.local6 = text(near, true, order);
    this.remote6 = text(far, true, order);
  }

  /**
   * The user that made the socket of this row, if it is the one that is asked about.
   *
   * <p>Only if the connection is open at that end, and a process has it: of a socket that was
   * closed the kernel says that it is user 0's, so that whoever sends and closes would pass for
   * root.
   */
  OptionalLong owner(String row) {
    var columns = row.strip().split(" +", COLUMNS + 1);
    if (columns.length < COLUMNS
        || !isEnd(columns[LOCAL], columns[REMOTE])
        || !columns[STATE].equals(ESTABLISHED)
        || columns[INODE].equals("0")
        || !columns[UID].matches("\\d{1,10}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(columns[UID]));
  }

  private boolean isEnd(String local, String remote) {
    return local.equals(local4) && remote.equals(remote4)
        || local.equals(local6) && remote.equals(remote6);
  }

  /** An address as the kernel writes it; of IPv4 as IPv6 the mapped one (RFC 4291 2.5.5.2). */
  private static String text(InetSocketAddress at, boolean isMapped, ByteOrder order) {
    byte[] octets = at.getAddress().getAddress();
    if (isMapped && octets.length == 4) {
      octets =
          new byte[] {
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, octets[0], octets[1], octets[2], octets[3]
          };
    }
    var text = new StringBuilder();
    for (int word = 0; word < octets.length; word += 4) {
      for (int i = 0; i < 4; i++) {
        int at4 = order == ByteOrder.LITTLE_ENDIAN ? 3 - i : i;
        text.append(HexFormat.of().withUpperCase().toHexDigits(octets[word + at4]));
      }
    }
    return text.append(':').append("%04X".formatted(at.getPort())).toString();
  }
}
