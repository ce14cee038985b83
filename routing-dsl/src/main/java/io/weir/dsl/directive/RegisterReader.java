package io.weir.dsl.directive;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Registration;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code register 192.0.2.11 as real server of 192.0.2.10:443 with kernel { weight 100 }}. */
final class RegisterReader implements Reader<FileDraft> {
  static final Table<Draft> TABLE =
      new Table<>(
          Scope.REGISTER,
          Map.of(
              "weight", RegisterReader::weight,
              "forward", RegisterReader::forward,
              "ramp", RegisterReader::ramp,
              "vip", RegisterReader::vip,
              "schedule", RegisterReader::schedule));

  private static final int WEIGHT = 100;
  private static final Duration RAMP = Duration.ofSeconds(30);
  private static final Duration LONGEST_RAMP = Duration.ofHours(1);

  /** The block while it is read. */
  static final class Draft {
    private final Set<String> seen = new HashSet<>();
    private int weight = WEIGHT;
    private Forward forward = Forward.DEFAULT;
    private Duration ramp = RAMP;
    private Optional<Virtual.Schedule> schedule = Optional.empty();
    private Optional<Registration.Vip> vip = Optional.empty();

    /** Where the silence is asked for; null: nowhere. */
    private @Nullable Span quiet;
  }

  @Override
  public void read(Arguments arguments, FileDraft file) {
    var self = RealReader.server(arguments, "register");
    var place = arguments.last();
    for (var word : List.of("as", "real", "server", "of")) {
      arguments.oneOf("register", List.of(word));
    }
    var of = VirtualReader.place(arguments, "register", true);
    arguments.oneOf("register", List.of("with"));
    if (!arguments.isAtEnd() && !arguments.isNext("kernel")) {
      arguments.fail(
          Diagnostic.of(
                  Code.NOT_SUPPORTED,
                  arguments.here(),
                  "registering with directors elsewhere is not supported yet")
              .hint("write: with kernel"));
    }
    arguments.oneOf("register with", List.of("kernel"));
    arguments.end();
    var draft = new Draft();
    boolean isWhole = TABLE.read(arguments.optionalBlock(), draft, arguments.context());
    if (!isWhole || arguments.isBroken()) {
      return;
    }
    RealReader.check(arguments, of, self, draft.forward, place);
    checkVip(arguments, of, draft);
    if (!arguments.isBroken()) {
      add(arguments, file, registration(arguments, of, self, draft));
    }
  }

  private static Registration registration(
      Arguments arguments, Virtual.At.Place of, Endpoint self, Draft draft) {
    int port = self.port() == 0 ? of.endpoint().port() : self.port();
    return new Registration(
        of,
        new Endpoint(self.host(), port),
        draft.weight,
        draft.forward,
        draft.ramp,
        draft.schedule.orElse(VirtualReader.SCHEDULE),
        draft.vip,
        arguments.statement().span());
  }

  private static void add(Arguments arguments, FileDraft file, Registration registration) {
    for (var other : file.registrations) {
      if (other.of().equals(registration.of()) && other.self().equals(registration.self())) {
        arguments.fail(duplicate(registration.span(), other.span()));
        return;
      }
    }
    file.registrations.add(registration);
  }

  private static Diagnostic duplicate(Span span, Span first) {
    return Diagnostic.of(Code.DUPLICATE_NAME, span, "this registration is there already")
        .label("the first is in " + Names.where(first, span));
  }

  private static void weight(Arguments arguments, Draft draft) {
    once(arguments, draft);
    draft.weight = Typed.number(arguments, "weight", 1, RealReader.MOST_WEIGHT);
    arguments.endWithoutBlock();
  }

  private static void forward(Arguments arguments, Draft draft) {
    once(arguments, draft);
    draft.forward = ForwardReader.read(arguments);
    arguments.endWithoutBlock();
  }

  private static void ramp(Arguments arguments, Draft draft) {
    once(arguments, draft);
    draft.ramp = arguments.accept("off") ? Duration.ZERO : Typed.duration(arguments, "ramp");
    if (draft.ramp.compareTo(LONGEST_RAMP) > 0) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.last(),
          "ramp is " + arguments.last().text() + "; expected at most 1h");
    }
    arguments.endWithoutBlock();
  }

  private static void schedule(Arguments arguments, Draft draft) {
    once(arguments, draft);
    draft.schedule = Optional.of(VirtualReaders.schedule(arguments));
    arguments.endWithoutBlock();
  }

  /** {@code vip on lo quiet}. */
  private static void vip(Arguments arguments, Draft draft) {
    once(arguments, draft);
    arguments.oneOf("vip", List.of("on"));
    arguments.oneOf("vip on", List.of("lo"));
    boolean isQuiet = !arguments.isAtEnd();
    if (isQuiet) {
      arguments.oneOf("vip on lo", List.of("quiet"));
      draft.quiet = arguments.last();
    }
    draft.vip = Optional.of(new Registration.Vip(isQuiet));
    arguments.endWithoutBlock();
  }

  private static void checkVip(Arguments arguments, Virtual.At.Place of, Draft draft) {
    if (draft.quiet != null && of.isIpv6()) {
      arguments.flag(Code.NO_EFFECT, draft.quiet, "IPv6 has no ARP to be quiet in");
    }
    if (draft.vip.isPresent() && draft.forward instanceof Forward.Nat) {
      arguments.flag(
          Code.NO_EFFECT,
          arguments.statement().span(),
          "vip has no effect: packets behind NAT come for this machine's own address");
    }
  }

  private static void once(Arguments arguments, Draft draft) {
    if (!draft.seen.add(arguments.keyword())) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"" + arguments.keyword() + "\" is set twice in this block");
    }
  }
}
