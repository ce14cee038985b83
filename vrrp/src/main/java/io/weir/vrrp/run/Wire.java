package io.weir.vrrp.run;

import java.io.IOException;
import java.net.InetAddress;

/** Where a router's adverts go out. */
interface Wire {
  /** Sends one advert, or says why not; never waits. */
  void send(InetAddress source, InetAddress destination, byte[] message) throws IOException;
}
