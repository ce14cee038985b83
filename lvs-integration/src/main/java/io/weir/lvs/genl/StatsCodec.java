package io.weir.lvs.genl;

import io.weir.lvs.netlink.Attributes;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.table.Counters;

/**
 * Counters as attributes (IPVS_STATS_ATTR_*), of kernels with 64 bits and of those before. Pure.
 */
final class StatsCodec {
  private static final int CONNECTIONS = 1;
  private static final int IN_PACKETS = 2;
  private static final int OUT_PACKETS = 3;
  private static final int IN_BYTES = 4;
  private static final int OUT_BYTES = 5;
  private static final int CONNECTIONS_PER_SECOND = 6;
  private static final int IN_PACKETS_PER_SECOND = 7;
  private static final int OUT_PACKETS_PER_SECOND = 8;
  private static final int IN_BYTES_PER_SECOND = 9;
  private static final int OUT_BYTES_PER_SECOND = 10;

  private StatsCodec() {}

  /** The counters in the attribute with 64 bits or, if it is not there, in the one with 32. */
  static Counters read(Attributes in, int wide, int narrow) throws NetlinkException {
    var all = in.nest(wide);
    if (all.isPresent()) {
      var stats = all.get();
      return new Counters(
          u64(stats, CONNECTIONS),
          u64(stats, IN_PACKETS),
          u64(stats, OUT_PACKETS),
          u64(stats, IN_BYTES),
          u64(stats, OUT_BYTES),
          u64(stats, CONNECTIONS_PER_SECOND),
          u64(stats, IN_PACKETS_PER_SECOND),
          u64(stats, OUT_PACKETS_PER_SECOND),
          u64(stats, IN_BYTES_PER_SECOND),
          u64(stats, OUT_BYTES_PER_SECOND));
    }
    var few = in.nest(narrow);
    return few.isPresent() ? narrow(few.get()) : Counters.ZERO;
  }

  /** Only the bytes have 64 bits. */
  private static Counters narrow(Attributes stats) throws NetlinkException {
    return new Counters(
        u32(stats, CONNECTIONS),
        u32(stats, IN_PACKETS),
        u32(stats, OUT_PACKETS),
        u64(stats, IN_BYTES),
        u64(stats, OUT_BYTES),
        u32(stats, CONNECTIONS_PER_SECOND),
        u32(stats, IN_PACKETS_PER_SECOND),
        u32(stats, OUT_PACKETS_PER_SECOND),
        u32(stats, IN_BYTES_PER_SECOND),
        u32(stats, OUT_BYTES_PER_SECOND));
  }

  private static long u64(Attributes in, int type) throws NetlinkException {
    return in.u64(type).orElse(0);
  }

  private static long u32(Attributes in, int type) throws NetlinkException {
    return Integer.toUnsignedLong(in.u32(type).orElse(0));
  }
}
