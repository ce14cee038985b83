package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.Message;
import java.net.InetAddress;

/** What happens to a director's book. */
public sealed interface Event {
  /** An edge has shown its key on a new stream. */
  record Opened(String name, long epoch, long stream, InetAddress peer) implements Event {}

  /** It has said something. */
  record Heard(long stream, Message message) implements Event {}

  /** A stream is no more, whoever has closed it. */
  record Closed(long stream) implements Event {}

  /** Other rules are in force. */
  record Governed(AcceptRules rules) implements Event {}

  /** Time has passed. */
  record Passed() implements Event {}
}
