package io.weir.vrrp.run;

import io.weir.vrrp.state.Tracked;
import java.util.Optional;

/**
 * Something that a router's priority follows.
 *
 * @param subject an interface's name, or what is reported to {@link VirtualRouters#report}
 * @param weight as {@link Tracked} has it for this kind
 */
public record Track(Kind kind, String subject, int weight) {
  /** How the state of a subject is known. */
  public enum Kind {
    /** By the kernel, and to the routers themselves. */
    INTERFACE,
    /** By who reports it: 0 for down, any other number for up. */
    REPORTED,
    /** By who reports it: a number that is multiplied by the weight. */
    NUMBER
  }

  public Track {
    int most = kind == Kind.NUMBER ? Tracked.MAX_FACTOR : Tracked.MAX_WEIGHT;
    if (weight < -most || weight > most) {
      throw new IllegalArgumentException(
          "found weight " + weight + "; expected -" + most + " to " + most);
    }
  }

  /** What it does to a router while its state is this. */
  Tracked tracked(int state) {
    return switch (kind) {
      case INTERFACE, REPORTED -> Tracked.of(weight, state != 0);
      case NUMBER -> Tracked.ofNumber(weight, state);
    };
  }

  /** What is to be told of it, if its state is anything but fine. */
  Optional<String> trouble(int state) {
    var label = kind == Kind.INTERFACE ? "interface " + subject : subject;
    return switch (kind) {
      case INTERFACE, REPORTED ->
          state == 0 ? Optional.of(label + " is down" + effect(state)) : Optional.empty();
      case NUMBER ->
          state == 0
              ? Optional.empty()
              : Optional.of("%s has %d%s".formatted(label, state, effect(state)));
    };
  }

  private String effect(int state) {
    var tracked = tracked(state);
    if (!tracked.isAble()) {
      return "";
    }
    return switch (Integer.signum(tracked.adds())) {
      case 1 -> ", which adds " + tracked.adds();
      case -1 -> ", which takes " + -tracked.adds();
      default -> ", and adds nothing";
    };
  }
}
