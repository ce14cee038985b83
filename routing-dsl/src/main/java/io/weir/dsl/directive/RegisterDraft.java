package io.weir.dsl.directive;

import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Registration;
import io.weir.dsl.model.Secret;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The block of a registration while it is read. */
final class RegisterDraft {
  static final Table<RegisterDraft> TABLE =
      new Table<>(
          Scope.REGISTER,
          Map.of(
              "weight", RegisterDraft::weight,
              "forward", RegisterDraft::forward,
              "ramp", RegisterDraft::ramp,
              "vip", RegisterDraft::vip,
              "schedule", RegisterDraft::schedule,
              "lease", RegisterDraft::lease,
              "key", RegisterDraft::key));

  private static final Duration LONGEST_RAMP = Duration.ofHours(1);
  private static final Duration LEAST_LEASE = Duration.ofMillis(500);
  private static final Duration MOST_LEASE = Duration.ofSeconds(60);

  int weight = 100;
  Forward forward = Forward.DEFAULT;
  Duration ramp = Duration.ofSeconds(30);
  Duration lease = Duration.ofSeconds(3);
  Optional<Virtual.Schedule> schedule = Optional.empty();
  Optional<Secret> key = Optional.empty();
  Optional<Registration.Vip> vip = Optional.empty();

  /** Where the silence is asked for; null: nowhere. */
  private @Nullable Span quiet;

  private final Map<String, Span> seen = new HashMap<>();

  /** Refuses a setting that would do nothing. */
  void refuse(Arguments arguments, String keyword, String why) {
    var at = seen.get(keyword);
    if (at != null) {
      arguments.context().report(Diagnostic.of(Code.NO_EFFECT, at, why));
      arguments.breakQuietly();
    }
  }

  private static void weight(Arguments arguments, RegisterDraft draft) {
    draft.once(arguments);
    draft.weight = Typed.number(arguments, "weight", 1, RealReader.MOST_WEIGHT);
    arguments.endWithoutBlock();
  }

  private static void forward(Arguments arguments, RegisterDraft draft) {
    draft.once(arguments);
    draft.forward = ForwardReader.read(arguments);
    arguments.endWithoutBlock();
  }

  private static void ramp(Arguments arguments, RegisterDraft draft) {
    draft.once(arguments);
    draft.ramp = arguments.accept("off") ? Duration.ZERO : Typed.duration(arguments, "ramp");
    if (draft.ramp.compareTo(LONGEST_RAMP) > 0) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.last(),
          "ramp is " + arguments.last().text() + "; expected at most 1h");
    }
    arguments.endWithoutBlock();
  }

  private static void schedule(Arguments arguments, RegisterDraft draft) {
    draft.once(arguments);
    draft.schedule = Optional.of(VirtualReaders.schedule(arguments));
    arguments.endWithoutBlock();
  }

  /** {@code vip on lo quiet}. */
  private static void vip(Arguments arguments, RegisterDraft draft) {
    draft.once(arguments);
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

  /** What can only be said of the virtual address once the service is known. */
  void checkVip(Arguments arguments, Virtual.At.Place of) {
    if (quiet != null && of.isIpv6()) {
      arguments.flag(Code.NO_EFFECT, quiet, "IPv6 has no ARP to be quiet in");
    }
    if (vip.isPresent() && forward instanceof Forward.Nat) {
      arguments.flag(
          Code.NO_EFFECT,
          arguments.statement().span(),
          "vip has no effect: packets behind NAT come for this machine's own address");
    }
  }

  private static void lease(Arguments arguments, RegisterDraft draft) {
    draft.once(arguments);
    draft.lease = Typed.duration(arguments, "lease");
    if (draft.lease.compareTo(LEAST_LEASE) < 0 || draft.lease.compareTo(MOST_LEASE) > 0) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.last(),
          "lease is " + arguments.last().text() + "; expected 500ms to 60s");
    }
    arguments.endWithoutBlock();
  }

  private static void key(Arguments arguments, RegisterDraft draft) {
    draft.once(arguments);
    draft.key = Optional.of(Secrets.take(arguments, "key"));
    arguments.endWithoutBlock();
  }

  private void once(Arguments arguments) {
    var keyword = arguments.statement().keyword().span();
    if (seen.putIfAbsent(arguments.keyword(), keyword) != null) {
      arguments.fail(
          Code.SET_TWICE, keyword, "\"" + arguments.keyword() + "\" is set twice in this block");
    }
  }
}
