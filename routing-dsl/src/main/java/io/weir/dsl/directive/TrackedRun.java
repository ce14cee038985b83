package io.weir.dsl.directive;

import io.weir.dsl.model.VrrpTrack;
import io.weir.dsl.source.Code;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * {@code script "/etc/weir/alive -q" every 1s timeout 500ms rise 2 fall 3 weight -50}.
 *
 * @param weight 0 if there is none
 */
record TrackedRun(VrrpTrack.Run run, int weight) {
  private static final List<String> OPTIONS = List.of("every", "timeout", "rise", "fall", "weight");

  /** As keepalived has it. */
  private static final Duration EVERY = Duration.ofSeconds(1);

  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofHours(1);
  private static final int MOST_IN_A_ROW = 100;

  static TrackedRun read(Arguments arguments) {
    var argument = arguments.peek();
    var text = Typed.text(arguments, "track script");
    var every = EVERY;
    var timeout = Optional.<Duration>empty();
    int rise = 1;
    int fall = 1;
    int weight = 0;
    var seen = new HashSet<String>();
    while (!arguments.isAtEnd()) {
      var option = arguments.oneOf("track script", OPTIONS);
      if (!seen.add(option)) {
        arguments.fail(
            Code.SET_TWICE, arguments.last(), "\"" + option + "\" is set twice for this script");
      }
      switch (option) {
        case "every" -> every = duration(arguments, "every");
        case "timeout" -> timeout = Optional.of(duration(arguments, "timeout"));
        case "rise" -> rise = Typed.number(arguments, "rise", 1, MOST_IN_A_ROW);
        case "fall" -> fall = Typed.number(arguments, "fall", 1, MOST_IN_A_ROW);
        default -> weight = TrackReader.number(arguments);
      }
    }
    var command = List.<String>of();
    if (!arguments.isBroken() && argument.isPresent()) {
      var source = arguments.context().lets.literal(argument.get()).span().source();
      command = CommandLine.split(arguments, text, source);
    }
    return new TrackedRun(
        new VrrpTrack.Run(
            text.value(), command, every, timeout.orElse(every), rise, fall, text.span()),
        weight);
  }

  private static Duration duration(Arguments arguments, String slot) {
    var duration = Typed.duration(arguments, slot);
    if (!arguments.isBroken() && (duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0)) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.last(),
          "%s is %s; expected 100ms to 1h".formatted(slot, arguments.last().text()));
    }
    return duration;
  }
}
