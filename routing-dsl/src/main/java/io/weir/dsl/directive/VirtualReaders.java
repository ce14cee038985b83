package io.weir.dsl.directive;

import io.weir.dsl.model.Virtual;
import io.weir.dsl.model.Virtual.Schedule.Option;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The settings of a virtual service, apart from its servers. */
final class VirtualReaders {
  /** Each is a module of the kernel, ip_vs_NAME (net/netfilter/ipvs). */
  private static final List<String> SCHEDULERS =
      List.of(
          "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "fo", "ovf",
          "twos");

  private static final Set<String> HASHING = Set.of("sh", "mh");

  /** As ipvsadm has it. */
  private static final Duration LONGEST = Duration.ofDays(31);

  /** More than many servers weigh together. */
  private static final int MOST_QUORUM = 1_000_000;

  private VirtualReaders() {}

  /** {@code schedule mh fallback, port}. */
  static void schedule(Arguments arguments, VirtualDraft service) {
    service.once(arguments);
    service.schedule = Optional.of(schedule(arguments));
    arguments.endWithoutBlock();
  }

  /** A scheduler of the kernel and what it is told. */
  static Virtual.Schedule schedule(Arguments arguments) {
    var name = arguments.oneOf("schedule", SCHEDULERS);
    var options = EnumSet.noneOf(Option.class);
    if (!arguments.isAtEnd()) {
      var words = Stream.of(Option.values()).map(Option::word).toList();
      var first = arguments.here();
      do {
        options.add(Option.values()[words.indexOf(arguments.oneOf("schedule " + name, words))]);
      } while (arguments.acceptSymbol(","));
      if (!HASHING.contains(name)) {
        arguments.fail(
            Code.NO_EFFECT, first, "schedule " + name + " has no options; sh and mh have");
      }
    }
    return new Virtual.Schedule(name, options);
  }

  /** {@code forward nat}, for the servers that say nothing themselves. */
  static void forward(Arguments arguments, VirtualDraft service) {
    service.once(arguments);
    service.forward = Optional.of(ForwardReader.read(arguments));
    arguments.endWithoutBlock();
  }

  /** {@code persist 5m mask 24 by sip}. */
  static void persist(Arguments arguments, VirtualDraft service) {
    service.once(arguments);
    var timeout = Typed.duration(arguments, "persist");
    if (timeout.toNanosPart() != 0 || timeout.compareTo(LONGEST) > 0) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.last(),
          "persist is " + arguments.last().text() + "; expected whole seconds, at most 31d");
    }
    int bits = service.at.isIpv6() ? 128 : 32;
    int prefix = arguments.accept("mask") ? Typed.number(arguments, "persist mask", 1, bits) : bits;
    boolean isSip = arguments.accept("by");
    if (isSip) {
      arguments.oneOf("persist by", List.of("sip"));
      checkSip(arguments, service);
    }
    service.persistence = Optional.of(new Virtual.Persistence(timeout, prefix, isSip));
    arguments.endWithoutBlock();
  }

  /** The kernel's reader of SIP knows datagrams only (ip_vs_pe_sip.c). */
  private static void checkSip(Arguments arguments, VirtualDraft service) {
    if (service.at instanceof Virtual.At.Place(_, var protocol)
        && protocol != Virtual.Protocol.UDP) {
      arguments.fail(
          Diagnostic.of(Code.NO_EFFECT, arguments.last(), "persist by sip is for udp only"));
    }
  }

  /** {@code quorum 20 hysteresis 5}. */
  static void quorum(Arguments arguments, VirtualDraft service) {
    service.once(arguments);
    int weight = Typed.number(arguments, "quorum", 1, MOST_QUORUM);
    int hysteresis = 0;
    if (arguments.accept("hysteresis")) {
      hysteresis = Typed.number(arguments, "hysteresis", 0, MOST_QUORUM);
      if (hysteresis >= weight && !arguments.isBroken()) {
        arguments.flag(
            Code.OUT_OF_RANGE,
            arguments.last(),
            "hysteresis is %d; expected less than the quorum, %d".formatted(hysteresis, weight));
      }
    }
    service.quorum = Optional.of(new Virtual.Quorum(weight, hysteresis));
    arguments.endWithoutBlock();
  }

  /** {@code one-packet}: no connections, each datagram is balanced by itself. */
  static void onePacket(Arguments arguments, VirtualDraft service) {
    service.once(arguments);
    service.onePacket = arguments.statement().span();
    arguments.endWithoutBlock();
  }
}
