package io.weir.lvs.edge;

import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** Offers and keys that tests share. */
public final class Offers {
  public static final ServiceKey.Place WEB = place("192.0.2.10", 443);
  public static final ServiceKey.Place WEB6 = place("2001:db8::10", 443);

  private Offers() {}

  public static ServiceKey.Place place(String address, int port) {
    return new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral(address), port);
  }

  /** By direct routing. */
  public static Offer offer(ServiceKey.Place of, String address, int weight) {
    return offer(of, address, of.port(), new Forwarding.Direct(), weight);
  }

  public static Offer offer(
      ServiceKey.Place of, String address, int port, Forwarding forwarding, int weight) {
    var key = new ServerKey(InetAddress.ofLiteral(address), port);
    return new Offer(of, new RealServer(key, forwarding, weight));
  }

  public static EdgeKey key(String name, String secret) {
    return new EdgeKey(name, secret.getBytes(StandardCharsets.UTF_8));
  }
}
