package io.weir.vrrp.run;

import io.weir.vrrp.packet.AddressClaim;
import io.weir.vrrp.packet.Rejection;
import java.net.InetAddress;

/** What whoever runs routers may want to know. */
public sealed interface Notice {
  /** Of which router it is. */
  RouterId router();

  /** Its role is another. */
  record Moved(RouterId router, Move move) implements Notice {}

  /** A lower router was Active beside it: hooks are to be run again. */
  record Reasserted(RouterId router, int priority) implements Notice {}

  /** Adverts are refused; told once a minute for each reason, whoever sends them. */
  record Refused(RouterId router, Rejection reason, InetAddress source) implements Notice {}

  /** Version 3 adverts have other addresses than this router; told once a minute. */
  record OtherAddresses(RouterId router, InetAddress source) implements Notice {}

  /** Another machine says that it has an address of an Active router; told once a minute. */
  record Conflict(RouterId router, AddressClaim frame) implements Notice {}

  /** Something that the kernel was asked for did not work. */
  record Failed(RouterId router, String what) implements Notice {}
}
