package io.weir.dsl.directive;

import io.weir.dsl.model.Cidr;
import io.weir.dsl.model.VrrpRoute;
import io.weir.dsl.model.VrrpRoute.Fate;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code route 10.0.0.0/8 via 192.0.2.254 on eth0 source 192.0.2.10 metric 100 table 7}. */
final class VrrpRouteReader implements Reader<VrrpDraft> {
  private static final List<String> OPTIONS =
      List.of("via", "on", "source", "metric", "table", "blackhole", "unreachable", "prohibit");

  @Override
  public void read(Arguments arguments, VrrpDraft draft) {
    var part = new Part();
    part.to = arguments.accept("default") ? Optional.empty() : network(arguments, "route", part);
    var seen = new HashSet<String>();
    while (!arguments.isAtEnd()) {
      var option = arguments.oneOf("route", OPTIONS);
      if (!seen.add(option)) {
        arguments.fail(
            Code.SET_TWICE, arguments.last(), "\"" + option + "\" is set twice for this route");
      }
      switch (option) {
        case "via" -> part.via = Optional.of(address(arguments, "route via", part));
        case "on" -> part.on = Optional.of(VrrpReader.interfaceName(arguments));
        case "source" -> part.source = Optional.of(address(arguments, "route source", part));
        case "metric" ->
            part.metric = Typed.number(arguments, "route metric", 1, Integer.MAX_VALUE);
        case "table" -> part.table = table(arguments, "route table");
        default -> part.fate = fate(option);
      }
    }
    arguments.endWithoutBlock();
    check(arguments, part);
    if (!arguments.isBroken()) {
      draft.routes.add(part.route(arguments.statement().span()));
    }
  }

  private static void check(Arguments arguments, Part part) {
    if (arguments.isBroken()) {
      return;
    }
    boolean hasWay = part.via.isPresent() || part.on.isPresent();
    var span = arguments.statement().span();
    if (part.fate == Fate.UNICAST && !hasWay) {
      arguments.flag(
          Diagnostic.of(Code.ARGUMENTS, span, "this route leads nowhere")
              .hint("write: via 192.0.2.254, or on eth0, or blackhole"));
    } else if (part.fate != Fate.UNICAST && (hasWay || part.source.isPresent())) {
      arguments.flag(
          Code.NO_EFFECT,
          span,
          "packets that are not sent on go neither via, nor on, nor from a source");
    }
  }

  static Fate fate(String word) {
    return Stream.of(Fate.values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  static int table(Arguments arguments, String slot) {
    return Typed.number(arguments, slot, 1, Integer.MAX_VALUE);
  }

  /** A network; all of a statement are of one family. */
  static Optional<Cidr> network(Arguments arguments, String slot, Part part) {
    var expected = "a network such as 10.0.0.0/8";
    var item = arguments.value(expected);
    var cidr =
        Typed.cast(arguments, item, slot, Value.Network.class, expected).map(Value.Network::cidr);
    cidr.ifPresent(one -> part.family(arguments, one.address().length == 16, item.span()));
    return cidr;
  }

  private static String address(Arguments arguments, String slot, Part part) {
    var expected = "an address such as 192.0.2.254";
    var item = arguments.value(expected);
    var cidr =
        Typed.cast(arguments, item, slot, Value.Network.class, expected).map(Value.Network::cidr);
    if (cidr.isEmpty()) {
      return "";
    }
    byte[] octets = cidr.get().address();
    part.family(arguments, octets.length == 16, item.span());
    boolean isHost = cidr.get().prefix() == octets.length * 8 && VrrpAddresses.isHost(octets);
    if (!isHost) {
      arguments.flag(Code.BAD_ADDRESS, item.span(), slot + " needs " + expected);
    }
    return Addresses.text(octets);
  }

  /** A route or a rule while it is read. */
  static final class Part {
    private Optional<Cidr> to = Optional.empty();
    private Fate fate = Fate.UNICAST;
    private Optional<String> via = Optional.empty();
    private Optional<String> on = Optional.empty();
    private Optional<String> source = Optional.empty();
    private int metric;
    private int table = VrrpRoute.MAIN;

    /** Of what was read so far; empty as long as nothing tells. */
    private Optional<Boolean> isIpv6 = Optional.empty();

    private void family(Arguments arguments, boolean isSixteen, Span place) {
      if (isIpv6.isPresent() && isIpv6.get() != isSixteen) {
        arguments.flag(Code.BAD_ADDRESS, place, "the addresses of one statement are of one family");
      }
      isIpv6 = Optional.of(isSixteen);
    }

    boolean isIpv6() {
      return isIpv6.orElse(false);
    }

    private VrrpRoute route(Span span) {
      return new VrrpRoute(to, fate, via, on, source, metric, table, isIpv6(), span);
    }
  }
}
