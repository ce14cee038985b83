package io.weir.dsl.directive;

import io.weir.dsl.directive.VirtualDraft.RealDraft;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code real 192.0.2.11 weight 2 forward nat max-conns 1000 resume 800}. */
final class RealReader implements Reader<VirtualDraft> {
  /** As ipvsadm has it. */
  static final int MOST_WEIGHT = 65535;

  private static final String EXAMPLE = "an address, or an endpoint such as 192.0.2.11:8080";
  private static final List<String> OPTIONS = List.of("weight", "forward", "max-conns", "resume");

  @Override
  public void read(Arguments arguments, VirtualDraft service) {
    var at = server(arguments, "real");
    var place = arguments.last();
    int weight = 1;
    var forward = Optional.<Forward>empty();
    var most = OptionalInt.empty();
    var resume = OptionalInt.empty();
    var seen = new HashSet<String>();
    while (!arguments.isAtEnd()) {
      var option = arguments.oneOf("real", OPTIONS);
      if (!seen.add(option)) {
        arguments.fail(
            Code.SET_TWICE, arguments.last(), "\"" + option + "\" is set twice for this server");
      }
      switch (option) {
        case "weight" -> weight = Typed.number(arguments, "weight", 0, MOST_WEIGHT);
        case "forward" -> forward = Optional.of(ForwardReader.read(arguments));
        case "max-conns" -> most = connections(arguments, "max-conns");
        default -> resume = connections(arguments, "resume");
      }
    }
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      checkThresholds(arguments, most, resume);
    }
    if (!arguments.isBroken()) {
      var span = arguments.statement().span();
      service.reals.add(new RealDraft(at, weight, forward, most, resume, place, span));
    }
  }

  private static OptionalInt connections(Arguments arguments, String slot) {
    return OptionalInt.of(Typed.number(arguments, slot, 1, Integer.MAX_VALUE));
  }

  private static void checkThresholds(Arguments arguments, OptionalInt most, OptionalInt resume) {
    var span = arguments.statement().span();
    if (resume.isPresent() && most.isEmpty()) {
      arguments.fail(Code.NO_EFFECT, span, "resume has no effect without max-conns");
    } else if (resume.isPresent() && resume.getAsInt() > most.getAsInt()) {
      arguments.fail(
          Code.OUT_OF_RANGE,
          span,
          "resume is %d; expected at most max-conns, %d"
              .formatted(resume.getAsInt(), most.getAsInt()));
    }
  }

  /** An address, alone or with a port; without one the port is 0. */
  static Endpoint server(Arguments arguments, String slot) {
    var item = arguments.value(EXAMPLE);
    if (item.value() instanceof Value.Network(var cidr)) {
      if (cidr.prefix() < cidr.address().length * 8) {
        arguments.fail(
            Code.BAD_ADDRESS, item.span(), slot + " needs one address, not a network of them");
      }
      return address(new Endpoint(Addresses.text(cidr.address()), 0), arguments, slot);
    }
    var at =
        Typed.cast(arguments, item, slot, Value.Place.class, EXAMPLE)
            .map(Value.Place::endpoint)
            .orElse(new Endpoint("", 0));
    if (at.port() == 0 && !arguments.isBroken()) {
      arguments.fail(Code.BAD_ADDRESS, arguments.last(), slot + " needs a port from 1 to 65535");
    }
    return address(at, arguments, slot);
  }

  /** The endpoint, whose host must be an address that one machine can have. */
  static Endpoint address(Endpoint at, Arguments arguments, String slot) {
    var address = Addresses.parse(at.host());
    if (arguments.isBroken()) {
      return at;
    }
    if (address.isEmpty()) {
      arguments.fail(
          Code.BAD_ADDRESS,
          arguments.last(),
          slot
              + " needs an address, not \""
              + Context.shortened(at.host())
              + "\": the kernel knows no names");
    } else if (!isOfOneMachine(address.get())) {
      arguments.fail(
          Code.BAD_ADDRESS, arguments.last(), slot + " needs an address that a machine can have");
    }
    return at;
  }

  /** Whether a machine can have the address. */
  static boolean isOfOneMachine(byte[] address) {
    int first = address[0] & 255;
    boolean isAny = true;
    for (byte octet : address) {
      isAny &= octet == 0;
    }
    boolean isForMany = address.length == 4 ? first >= 224 : first == 255;
    return !isAny && !isForMany && !(address.length == 4 && first == 0);
  }

  /** The port that the kernel is told: that of the service, unless addresses are rewritten. */
  static int port(VirtualDraft service, RealDraft real) {
    if (real.at().port() != 0) {
      return real.at().port();
    }
    return service.at instanceof Virtual.At.Place(var endpoint, _) ? endpoint.port() : 0;
  }

  /** What can only be said of a server once its service is known. */
  static void check(Arguments arguments, VirtualDraft service, RealDraft real) {
    var forward = real.forward().or(() -> service.forward).orElse(Forward.DEFAULT);
    check(arguments, service.at, real.at(), forward, real.place());
    for (var other : service.reals) {
      if (other.place().equals(real.place())) {
        return;
      }
      if (other.at().host().equals(real.at().host())
          && port(service, other) == port(service, real)) {
        arguments.context().report(duplicate(real, other));
        arguments.breakQuietly();
        return;
      }
    }
  }

  private static Diagnostic duplicate(RealDraft real, RealDraft other) {
    return Diagnostic.of(
            Code.DUPLICATE_NAME,
            real.place(),
            "real server " + real.place().text() + " is in the service twice")
        .label("first in " + Names.where(other.span(), real.place()));
  }

  /** What the kernel would refuse, or take and then do otherwise. */
  static void check(
      Arguments arguments, Virtual.At service, Endpoint at, Forward forward, Span place) {
    boolean isIpv6 = at.host().indexOf(':') >= 0;
    switch (forward) {
      case Forward.Direct _ -> {
        checkFamily(arguments, service, isIpv6, place);
        checkPort(arguments, service, at, place);
      }
      case Forward.Tunnel _ -> checkPort(arguments, service, at, place);
      case Forward.Nat _ -> {
        checkFamily(arguments, service, isIpv6, place);
        if (at.host().startsWith("127.") || at.host().equals("::1")) {
          refuse(
              arguments,
              Diagnostic.of(
                      Code.BAD_ADDRESS, place, "the kernel drops what NAT sends to a loopback one")
                  .hint("write another address of this machine, or: forward dr"));
        }
      }
    }
  }

  private static void checkFamily(
      Arguments arguments, Virtual.At service, boolean isIpv6, Span place) {
    if (service.isIpv6() != isIpv6) {
      refuse(
          arguments,
          Diagnostic.of(
                  Code.BAD_ADDRESS,
                  place,
                  "the service is %s and the server %s"
                      .formatted(family(service.isIpv6()), family(isIpv6)))
              .hint("only a tunnel leads from one to the other: forward tunnel"));
    }
  }

  private static String family(boolean isIpv6) {
    return isIpv6 ? "IPv6" : "IPv4";
  }

  private static void checkPort(Arguments arguments, Virtual.At service, Endpoint at, Span place) {
    if (service instanceof Virtual.At.Place(var endpoint, _)
        && at.port() != 0
        && at.port() != endpoint.port()) {
      refuse(
          arguments,
          Diagnostic.of(
                  Code.NO_EFFECT,
                  place,
                  "port %d is never used: packets arrive as they were sent, for port %d"
                      .formatted(at.port(), endpoint.port()))
              .hint("leave the port out, or write: forward nat"));
    }
  }

  /** One finding of several; what follows is looked at all the same. */
  private static void refuse(Arguments arguments, Diagnostic diagnostic) {
    arguments.context().report(diagnostic);
    arguments.breakQuietly();
  }
}
