package io.weir.lvs.edge;

import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServiceKey;

/**
 * An edge as a real server of one service.
 *
 * @param server with the weight that it asks for now; 0: no new connections
 */
public record Offer(ServiceKey.Place of, RealServer server) {
  /** Whether both are the same server of the same service, whatever they weigh. */
  public boolean isLike(Offer other) {
    return of.equals(other.of) && server.weighing(0).equals(other.server.weighing(0));
  }

  /** The same with another weight. */
  public Offer weighing(int weight) {
    return new Offer(of, server.weighing(weight));
  }

  @Override
  public String toString() {
    return server.key() + " as a real server of " + of;
  }
}
