package io.weir.lvs.netlink;

import io.weir.lvs.libc.Errno;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One question and what the kernel says to it, until that is whole. Knows no socket: it is handed
 * datagrams.
 *
 * @param <T> what a message of the answer means
 */
final class Conversation<T> {
  /** In an error: its text (enum nlmsgerr_attrs). */
  private static final int ERROR_TEXT = 1;

  private final int sequence;
  private final int port;
  private final Decoder<T> decoder;
  private final List<T> answers = new ArrayList<>();
  private boolean isInterrupted;

  /** Answers to the question with this number, sent from this port. */
  Conversation(int sequence, int port, Decoder<T> decoder) {
    this.sequence = sequence;
    this.port = port;
    this.decoder = decoder;
  }

  /** What has been said so far. */
  List<T> answers() {
    return answers;
  }

  /** Whether the table changed meanwhile, so that the answers may be wrong. */
  boolean isInterrupted() {
    return isInterrupted;
  }

  /**
   * Takes what has come; answers to other questions, as to one that was given up, are passed over.
   *
   * @return whether the answer is whole
   */
  boolean take(ByteBuffer datagram) throws NetlinkException {
    for (var message : NetlinkMessage.split(datagram)) {
      boolean isMine = message.sequence() == sequence && message.port() == port;
      if (isMine && take(message)) {
        return true;
      }
    }
    return false;
  }

  private boolean take(NetlinkMessage message) throws NetlinkException {
    isInterrupted |= (message.flags() & MessageType.DUMP_INTERRUPTED) != 0;
    switch (message.type()) {
      case MessageType.NOOP -> {}
      case MessageType.ERROR -> {
        refuseError(message);
        return true;
      }
      case MessageType.DONE -> {
        // Old kernels send it without a number.
        if (message.payload().remaining() >= Integer.BYTES) {
          refuse(message.payload().getInt(0), Integer.BYTES, message);
        }
        return true;
      }
      case MessageType.OVERRUN -> throw new NetlinkException(new NetlinkFailure.Overrun());
      default -> answers.add(decoder.read(message.payload()));
    }
    return false;
  }

  private static void refuseError(NetlinkMessage message) throws NetlinkException {
    var payload = message.payload();
    if (payload.remaining() < Integer.BYTES + NetlinkMessage.HEADER) {
      throw NetlinkException.malformed("an error of " + payload.remaining() + " octets");
    }
    boolean isCapped = (message.flags() & MessageType.CAPPED) != 0;
    long request = isCapped ? NetlinkMessage.HEADER : payload.getInt(Integer.BYTES) & 0xffffffffL;
    long behind = Integer.BYTES + ((request + 3) & ~3L);
    refuse(payload.getInt(0), (int) Math.min(behind, payload.remaining()), message);
  }

  /** An error is a negative errno; behind it there may be attributes that explain it. */
  private static void refuse(int error, int attributes, NetlinkMessage message)
      throws NetlinkException {
    if (error == 0) {
      return;
    }
    var detail = "";
    if ((message.flags() & MessageType.ACK_ATTRIBUTES) != 0) {
      int rest = message.payload().remaining() - attributes;
      detail = Attributes.of(message.payload().slice(attributes, rest)).text(ERROR_TEXT).orElse("");
    }
    throw new NetlinkException(new NetlinkFailure.Refused(new Errno(-error), detail));
  }
}
