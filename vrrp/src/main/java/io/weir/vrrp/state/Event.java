package io.weir.vrrp.state;

import io.weir.vrrp.packet.Advert;
import java.net.InetAddress;

/** What can happen to a virtual router. */
public sealed interface Event {
  /** It is to take part from now on. */
  record Started() implements Event {}

  /** It is to leave in order. */
  record Stopped() implements Event {}

  /** Time has passed. */
  record Ticked() implements Event {}

  /** An advert that passed every check. */
  record Received(Advert advert, InetAddress source) implements Event {}

  /** The advert that was to be sent has left. */
  record Sent() implements Event {}

  /** The advert that was to be sent could not leave. */
  record SendFailed() implements Event {}

  /** Its priority, its address or whether it can take part is another than before. */
  record StandingChanged(Standing before) implements Event {}

  /** Another member of its group has this role now. */
  record GroupMoved(Role role) implements Event {}

  /** The Active router's process has ended, as its kernel says. */
  record LeaderDied(InetAddress leader) implements Event {}
}
