package io.weir.dsl.directive;

import io.weir.dsl.model.Probe;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code probe http "/healthz" every 2s timeout 1s rise 2 fall 3 expect 200 port 8080 through
 * service}.
 */
final class ProbeReader implements Reader<VirtualDraft> {
  private static final List<String> OPTIONS =
      List.of("every", "timeout", "rise", "fall", "expect", "port", "through");
  private static final List<String> WAYS = List.of("service", "server");
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LEAST_EVERY = Duration.ofMillis(100);
  private static final int RISE = 2;
  private static final int FALL = 3;
  private static final int MOST_IN_A_ROW = 100;

  /** The probe while it is read. */
  private static final class Draft {
    private final Set<String> seen = new HashSet<>();
    private Duration every = EVERY;
    private Optional<Duration> timeout = Optional.empty();
    private int rise = RISE;
    private int fall = FALL;
    private OptionalInt expect = OptionalInt.empty();
    private OptionalInt port = OptionalInt.empty();
    private boolean isThroughService;
  }

  @Override
  public void read(Arguments arguments, VirtualDraft service) {
    service.once(arguments);
    boolean isHttp = arguments.oneOf("probe", List.of("tcp", "http")).equals("http");
    var path = isHttp ? Optional.of(path(arguments)) : Optional.<String>empty();
    var draft = new Draft();
    while (!arguments.isAtEnd()) {
      option(arguments, draft, isHttp);
    }
    arguments.endWithoutBlock();
    if (arguments.isBroken()) {
      return;
    }
    check(arguments, service, draft);
    var timeout = draft.timeout.orElse(TIMEOUT.compareTo(draft.every) < 0 ? TIMEOUT : draft.every);
    service.probe =
        Optional.of(
            new Probe(
                path,
                draft.every,
                timeout,
                draft.rise,
                draft.fall,
                draft.expect,
                draft.port,
                draft.isThroughService));
  }

  private static String path(Arguments arguments) {
    var path = Typed.text(arguments, "probe http");
    boolean isPath =
        path.value().startsWith("/") && path.value().chars().allMatch(c -> c > ' ' && c < 127);
    if (!isPath && !arguments.isBroken()) {
      arguments.fail(
          Code.BAD_PATH, path.span(), "probe http needs a path: \"/\" and printable ASCII");
    }
    return path.value();
  }

  private static void option(Arguments arguments, Draft draft, boolean isHttp) {
    var option = arguments.oneOf("probe", OPTIONS);
    if (!draft.seen.add(option)) {
      arguments.fail(
          Code.SET_TWICE, arguments.last(), "\"" + option + "\" is set twice for this probe");
    }
    if (option.equals("expect") && !isHttp) {
      arguments.fail(Code.NO_EFFECT, arguments.last(), "expect is for probe http only");
    }
    switch (option) {
      case "every" -> draft.every = Typed.duration(arguments, "every");
      case "timeout" -> draft.timeout = Optional.of(Typed.duration(arguments, "timeout"));
      case "rise" -> draft.rise = Typed.number(arguments, "rise", 1, MOST_IN_A_ROW);
      case "fall" -> draft.fall = Typed.number(arguments, "fall", 1, MOST_IN_A_ROW);
      case "expect" -> draft.expect = OptionalInt.of(Typed.number(arguments, "expect", 100, 599));
      case "through" ->
          draft.isThroughService = arguments.oneOf("probe through", WAYS).equals("service");
      default -> draft.port = OptionalInt.of(Typed.number(arguments, "port", 1, 65535));
    }
  }

  private static void check(Arguments arguments, VirtualDraft service, Draft draft) {
    var span = arguments.statement().span();
    if (draft.every.compareTo(LEAST_EVERY) < 0) {
      arguments.fail(Code.OUT_OF_RANGE, span, "every must be 100ms at least");
    } else if (draft.timeout.isPresent() && draft.timeout.get().compareTo(draft.every) > 0) {
      arguments.fail(Code.OUT_OF_RANGE, span, "timeout must not be longer than every");
    } else if (draft.isThroughService && service.at instanceof Virtual.At.Mark) {
      arguments.fail(
          Code.NO_EFFECT, span, "through service: a service by mark has no address to ask at");
    } else if (draft.port.isEmpty() && !hasTcpPort(service.at)) {
      arguments.fail(
          Diagnostic.of(Code.ARGUMENTS, span, "the service has no port of TCP to be probed at")
              .hint("write: probe tcp port 8080"));
    }
  }

  private static boolean hasTcpPort(Virtual.At at) {
    return at instanceof Virtual.At.Place(var endpoint, var protocol)
        && protocol == Virtual.Protocol.TCP
        && endpoint.port() != 0;
  }
}
