package io.weir.vrrp.state;

import java.util.List;
import java.util.Optional;

/**
 * What follows from an event.
 *
 * @param effects to be done in this order
 * @param cause why, if the role is another now
 */
public record Transition(State next, List<Effect> effects, Optional<Cause> cause) {
  public Transition {
    effects = List.copyOf(effects);
  }

  static Transition stay(State state, Effect... effects) {
    return new Transition(state, List.of(effects), Optional.empty());
  }

  static Transition to(State state, Cause cause, Effect... effects) {
    return new Transition(state, List.of(effects), Optional.of(cause));
  }
}
