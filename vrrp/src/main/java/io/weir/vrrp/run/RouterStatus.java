package io.weir.vrrp.run;

import io.weir.vrrp.state.Role;
import io.weir.vrrp.state.State;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A router at one moment.
 *
 * @param priority with what it tracks
 * @param source where its adverts come from, if it has such an address
 * @param leader who was last heard to be Active, while this router is Backup
 * @param down what keeps it from taking part, or lowers its priority
 * @param moves the last 20, the newest first
 */
public record RouterStatus(
    RouterConfig config,
    Role role,
    int priority,
    Optional<InetAddress> source,
    Optional<State.Leader> leader,
    List<String> down,
    List<Move> moves,
    Counters counters) {
  public RouterStatus {
    down = List.copyOf(down);
    moves = List.copyOf(moves);
  }
}
