package io.weir.lvs.netlink;

/** Types and flags of messages that every netlink protocol has (include/uapi/linux/netlink.h). */
public final class MessageType {
  public static final int NOOP = 1;
  public static final int ERROR = 2;
  public static final int DONE = 3;
  public static final int OVERRUN = 4;

  /** The first type that is not netlink's own. */
  public static final int FIRST = 0x10;

  /** It asks for something. */
  public static final int REQUEST = 0x1;

  /** It is one of many that belong together. */
  public static final int MULTI = 0x2;

  /** An answer is wanted even if all is well. */
  public static final int ACK = 0x4;

  /** The table changed while it was listed, so the list may be wrong. */
  public static final int DUMP_INTERRUPTED = 0x10;

  /** The whole table is wanted. */
  public static final int DUMP = 0x300;

  /** An error without the request that it is about. */
  public static final int CAPPED = 0x100;

  /** An error with attributes that explain it. */
  public static final int ACK_ATTRIBUTES = 0x200;

  private MessageType() {}
}
