package io.weir.dsl.directive;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code virtual 192.0.2.10:443 tcp { … }} or {@code virtual mark 7 { … }}. */
final class VirtualReader implements Reader<DirectorDraft> {
  static final Table<VirtualDraft> TABLE =
      new Table<>(
          Scope.VIRTUAL,
          Map.of(
              "schedule", VirtualReaders::schedule,
              "forward", VirtualReaders::forward,
              "persist", VirtualReaders::persist,
              "one-packet", VirtualReaders::onePacket,
              "probe", new ProbeReader(),
              "quorum", VirtualReaders::quorum,
              "sorry", new SorryReader(),
              "real", new RealReader()));

  /** What ipvsadm takes too: the server with the fewest connections for its weight. */
  static final Virtual.Schedule SCHEDULE = new Virtual.Schedule("wlc", Set.of());

  @Override
  public void read(Arguments arguments, DirectorDraft director) {
    var at = at(arguments);
    var draft = new VirtualDraft(at);
    boolean isWhole = TABLE.read(arguments.block(), draft, arguments.context());
    if (!isWhole) {
      arguments.breakQuietly();
    }
    if (arguments.isBroken()) {
      return;
    }
    check(arguments, draft);
    director.services.stream()
        .filter(other -> other.at().equals(at))
        .findFirst()
        .ifPresent(other -> arguments.fail(duplicate(arguments, other)));
    if (!arguments.isBroken()) {
      director.services.add(virtual(draft, arguments.statement().span()));
    }
  }

  private static Diagnostic duplicate(Arguments arguments, Virtual other) {
    var span = arguments.statement().span();
    return Diagnostic.of(Code.DUPLICATE_NAME, span, "found a second virtual service " + other.at())
        .label("the first is in " + Names.where(other.span(), span));
  }

  private static Virtual.At at(Arguments arguments) {
    if (arguments.accept("mark")) {
      int mark = Typed.number(arguments, "virtual mark", 1, Integer.MAX_VALUE);
      boolean isIpv6 =
          !arguments.isAtEnd()
              && arguments.oneOf("virtual mark", List.of("ipv4", "ipv6")).equals("ipv6");
      return new Virtual.At.Mark(mark, isIpv6);
    }
    return place(arguments, "virtual", false);
  }

  /** An address, a port and a protocol, which is tcp if it may be left out and is. */
  static Virtual.At.Place place(Arguments arguments, String slot, boolean mayLeaveOut) {
    var at = RealReader.address(Typed.endpoint(arguments, slot, "192.0.2.10:443"), arguments, slot);
    var words = List.of("tcp", "udp", "sctp");
    boolean isLeftOut = mayLeaveOut && words.stream().noneMatch(arguments::isNext);
    var protocol = isLeftOut ? "tcp" : arguments.oneOf(slot, words);
    return new Virtual.At.Place(at, Virtual.Protocol.values()[words.indexOf(protocol)]);
  }

  private static void check(Arguments arguments, VirtualDraft draft) {
    if (draft.at instanceof Virtual.At.Place(var endpoint, var protocol)) {
      if (endpoint.port() == 0 && draft.persistence.isEmpty()) {
        arguments.fail(
            Diagnostic.of(
                    Code.BAD_ADDRESS,
                    arguments.statement().span(),
                    "a service of all ports (0) needs \"persist\"")
                .hint("the kernel then hands all connections of a client to one server"));
      }
      if (draft.onePacket != null && protocol != Virtual.Protocol.UDP) {
        arguments.fail(Code.NO_EFFECT, draft.onePacket, "one-packet is for udp only");
      }
    }
    for (var real : draft.reals) {
      RealReader.check(arguments, draft, real);
    }
    draft.sorry.ifPresent(sorry -> SorryReader.check(arguments, draft, sorry));
  }

  private static Virtual virtual(VirtualDraft draft, Span span) {
    return new Virtual(
        draft.at,
        draft.schedule.orElse(SCHEDULE),
        draft.persistence,
        draft.onePacket != null,
        draft.probe,
        draft.reals.stream().map(real -> real(draft, real)).toList(),
        draft.quorum,
        draft.sorry.map(sorry -> real(draft, sorry)),
        span);
  }

  private static Virtual.Real real(VirtualDraft draft, VirtualDraft.RealDraft real) {
    return new Virtual.Real(
        new Endpoint(real.at().host(), RealReader.port(draft, real)),
        real.weight(),
        real.forward().or(() -> draft.forward).orElse(Forward.DEFAULT),
        real.most(),
        real.resume(),
        real.span());
  }
}
