package io.weir.vrrp.run;

import io.weir.vrrp.state.Cause;
import io.weir.vrrp.state.Role;
import io.weir.vrrp.state.State;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of a router's role.
 *
 * @param priority that it had at that moment, with what it tracks
 * @param leader who is Active now, if another is and it is known
 */
public record Move(
    Instant at, Role from, Role to, Cause cause, int priority, Optional<State.Leader> leader) {}
