package io.weir.vrrp.track;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Something whose state can be found out. Two that are equal are found out once. */
public sealed interface Check {
  /** What its state is reported under. */
  String subject();

  /** The number in a file; 0 if there is none. */
  record Content(String subject, Path file) implements Check {}

  /** Whether a process of this name runs. */
  record Named(String subject, String name) implements Check {}

  /**
   * Whether a program ends with 0.
   *
   * @param every between the begin of one run and the next; a run that takes longer delays the next
   * @param timeout after which a run is killed, and has failed
   * @param rise good ends in a row that mean up again
   * @param fall bad ones that mean down; the first of all decides by itself
   */
  record Script(
      String subject, List<String> command, Duration every, Duration timeout, int rise, int fall)
      implements Check {
    public Script {
      command = List.copyOf(command);
      if (command.isEmpty() || every.isZero() || timeout.isZero() || rise < 1 || fall < 1) {
        throw new IllegalArgumentException(
            "found %s every %s, timeout %s, rise %d, fall %d; expected a program, and more than 0"
                .formatted(command, every, timeout, rise, fall));
      }
    }
  }

  /**
   * What can tell at once, and without waiting, whether something is wrong.
   *
   * @param trouble empty: nothing is
   */
  record Asked(String subject, Supplier<Optional<String>> trouble) implements Check {}
}
