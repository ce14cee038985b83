package io.weir.lvs.netlink;

import io.weir.lvs.libc.Errno;
import java.time.Duration;

/** Why the kernel and Weir did not understand each other. */
public sealed interface NetlinkFailure {
  /** In one sentence. */
  String text();

  /**
   * The kernel answered with an error.
   *
   * @param detail what it says beside the number (extended acknowledgement), or empty
   */
  record Refused(Errno errno, String detail) implements NetlinkFailure {
    @Override
    public String text() {
      return "the kernel refused: " + errno + (detail.isEmpty() ? "" : ", \"" + detail + "\"");
    }
  }

  /** The kernel did not answer; whether it did what was asked is not known. */
  record NoAnswer(Duration after) implements NetlinkFailure {
    @Override
    public String text() {
      return "no answer of the kernel within " + after.toMillis() + " ms";
    }
  }

  /** The kernel had more to say than the socket could hold (ENOBUFS), and dropped it. */
  record Overrun() implements NetlinkFailure {
    @Override
    public String text() {
      return "answers of the kernel were lost (ENOBUFS)";
    }
  }

  /** The table changed each time that it was listed. */
  record Interrupted(int attempts) implements NetlinkFailure {
    @Override
    public String text() {
      return "the table changed while it was read, " + attempts + " times";
    }
  }

  /** The kernel said what Weir cannot read. */
  record Malformed(String why) implements NetlinkFailure {
    @Override
    public String text() {
      return "cannot read what the kernel answered: " + why;
    }
  }

  /** A system call failed. */
  record NoSocket(String call, Errno errno) implements NetlinkFailure {
    @Override
    public String text() {
      return call + ": " + errno;
    }
  }
}
