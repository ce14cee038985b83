package io.weir.dsl.directive;

import io.weir.dsl.model.Acceptance;
import io.weir.dsl.model.Secret;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code accept edges on 192.0.2.2:7946 { key file "edges.key"; allow edge-1 as 192.0.2.11 }}. */
final class AcceptReader implements Reader<DirectorDraft> {
  static final String EXAMPLE = "192.0.2.2:7946";

  static final Table<Draft> TABLE =
      new Table<>(Scope.ACCEPT, Map.of("key", AcceptReader::key, "allow", AcceptReader::allow));

  /** The block while it is read. */
  static final class Draft {
    private final List<Acceptance.Allowed> allowed = new ArrayList<>();
    private Optional<Secret> keys = Optional.empty();
  }

  @Override
  public void read(Arguments arguments, DirectorDraft director) {
    if (director.edges.isPresent()) {
      arguments.fail(
          Code.SET_TWICE, arguments.statement().keyword().span(), "\"accept\" is set twice");
    }
    arguments.oneOf("accept", List.of("edges"));
    arguments.oneOf("accept edges", List.of("on"));
    var on = PairReader.place(arguments, "accept edges on", EXAMPLE);
    var draft = new Draft();
    boolean isWhole = TABLE.read(arguments.block(), draft, arguments.context());
    var span = arguments.statement().span();
    if (isWhole && !arguments.isBroken() && draft.keys.isEmpty()) {
      arguments.flag(
          Diagnostic.of(Code.ARGUMENTS, span, "edges need keys, by which they are known")
              .hint("write: key file \"edges.key\", with a line for each: NAME KEY"));
    }
    if (isWhole && !arguments.isBroken() && draft.allowed.isEmpty()) {
      arguments.flag(
          Diagnostic.of(Code.ARGUMENTS, span, "no edge may come in")
              .hint("write: allow edge-1 as 192.0.2.11"));
    }
    if (!isWhole) {
      arguments.breakQuietly();
    }
    if (!arguments.isBroken()) {
      director.edges =
          Optional.of(new Acceptance(on, draft.keys.orElseThrow(), draft.allowed, span));
    }
  }

  private static void key(Arguments arguments, Draft draft) {
    var key = Secrets.take(arguments, "key");
    if (draft.keys.isPresent()) {
      arguments.flag(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"key\" is set twice in this block");
    }
    draft.keys = Optional.of(key);
    arguments.endWithoutBlock();
  }

  private static void allow(Arguments arguments, Draft draft) {
    var name = arguments.word("the name of an edge");
    if (!arguments.isBroken() && !arguments.context().checkName(name, "name of an edge")) {
      arguments.breakQuietly();
    }
    arguments.oneOf("allow", List.of("as"));
    var addresses = new ArrayList<String>();
    do {
      addresses.addAll(addresses(arguments));
    } while (arguments.acceptSymbol(","));
    var services = new ArrayList<Virtual.At.Place>();
    if (!arguments.isAtEnd()) {
      arguments.oneOf("allow", List.of("of"));
      do {
        services.add(VirtualReader.place(arguments, "allow of", true));
      } while (arguments.acceptSymbol(","));
    }
    arguments.endWithoutBlock();
    if (arguments.isBroken()) {
      return;
    }
    var span = arguments.statement().span();
    for (var other : draft.allowed) {
      if (other.name().equals(name.text())) {
        arguments.fail(
            Diagnostic.of(
                    Code.DUPLICATE_NAME, name.span(), "\"" + name.text() + "\" is there twice")
                .label("first in " + Names.where(other.span(), span)));
        return;
      }
    }
    draft.allowed.add(new Acceptance.Allowed(name.text(), addresses, services, span));
  }

  private static List<String> addresses(Arguments arguments) {
    var addresses = new ArrayList<String>();
    for (var network : Typed.networks(arguments, "allow")) {
      boolean isOne = network.prefix() == network.address().length * 8;
      if (!isOne || !RealReader.isOfOneMachine(network.address())) {
        arguments.flag(
            Code.BAD_ADDRESS,
            arguments.last(),
            "allow needs addresses that a machine can have, one by one");
      }
      addresses.add(Addresses.text(network.address()));
    }
    return addresses;
  }

  /** What can only be said once the director's services are known. */
  static void check(Arguments arguments, Acceptance edges, List<Virtual> services) {
    if (services.isEmpty()) {
      arguments.flag(
          Code.NO_EFFECT, edges.span(), "edges are real servers, and there is no \"virtual\"");
      return;
    }
    var known = services.stream().map(Virtual::at).toList();
    for (var allowed : edges.allowed()) {
      for (var of : allowed.services()) {
        if (!known.contains(of)) {
          arguments.flag(
              Diagnostic.of(Code.NO_EFFECT, allowed.span(), "the director has no service at " + of)
                  .hint("write: virtual " + of + " { … }"));
        }
      }
    }
  }
}
