package io.weir.dsl.directive;

import io.weir.dsl.model.TableTimeouts;
import io.weir.dsl.source.Code;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code timeouts tcp 15m, fin 2m, udp 5m}. */
final class TableTimeoutsReader implements Reader<DirectorDraft> {
  private static final List<String> WORDS = List.of("tcp", "fin", "udp");

  /** The kernel counts in an int, up to a thousand times a second. */
  private static final Duration LONGEST = Duration.ofDays(24);

  @Override
  public void read(Arguments arguments, DirectorDraft director) {
    if (director.timeouts.isPresent()) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"timeouts\" is set twice in this block");
    }
    Map<String, Duration> found = new HashMap<>();
    do {
      var word = arguments.oneOf("timeouts", WORDS);
      var span = arguments.last();
      var timeout = Typed.duration(arguments, "timeouts " + word);
      if (timeout.toNanosPart() != 0 || timeout.compareTo(LONGEST) > 0) {
        arguments.flag(
            Code.OUT_OF_RANGE,
            arguments.last(),
            "timeouts %s is %s; expected whole seconds, at most 24d"
                .formatted(word, arguments.last().text()));
      }
      if (found.put(word, timeout) != null && !arguments.isBroken()) {
        arguments.flag(Code.SET_TWICE, span, "\"" + word + "\" is set twice here");
      }
    } while (arguments.acceptSymbol(","));
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      director.timeouts =
          Optional.of(
              new TableTimeouts(
                  Optional.ofNullable(found.get("tcp")),
                  Optional.ofNullable(found.get("fin")),
                  Optional.ofNullable(found.get("udp"))));
    }
  }
}
