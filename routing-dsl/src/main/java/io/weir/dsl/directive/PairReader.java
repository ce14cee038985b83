package io.weir.dsl.directive;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Pairing;
import io.weir.dsl.model.Secret;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code pair on 10.0.0.2:7947 with 10.0.0.3:7947 { key file "pair.key" }}. */
final class PairReader implements Reader<DirectorDraft> {
  private static final String EXAMPLE = "10.0.0.2:7947";

  static final Table<List<Secret>> TABLE = new Table<>(Scope.PAIR, Map.of("key", PairReader::key));

  @Override
  public void read(Arguments arguments, DirectorDraft director) {
    if (director.pair.isPresent()) {
      arguments.fail(
          Code.SET_TWICE, arguments.statement().keyword().span(), "\"pair\" is set twice");
    }
    arguments.oneOf("pair", List.of("on"));
    var on = place(arguments, "pair on", EXAMPLE);
    arguments.oneOf("pair on " + on, List.of("with"));
    var with = new ArrayList<Endpoint>();
    do {
      var other = place(arguments, "pair with", EXAMPLE);
      if (!arguments.isBroken() && (other.equals(on) || with.contains(other))) {
        arguments.flag(
            Code.SET_TWICE, arguments.last(), other + " is this director, or is there twice");
      }
      with.add(other);
    } while (arguments.acceptSymbol(","));
    var keys = new ArrayList<Secret>();
    boolean isWhole = TABLE.read(arguments.block(), keys, arguments.context());
    if (isWhole && !arguments.isBroken() && keys.isEmpty()) {
      arguments.flag(
          Diagnostic.of(
                  Code.ARGUMENTS, arguments.statement().span(), "a pair needs a key that both have")
              .hint("write: key file \"pair.key\""));
    }
    if (!isWhole) {
      arguments.breakQuietly();
    }
    if (!arguments.isBroken()) {
      director.pair =
          Optional.of(new Pairing(on, with, keys.getFirst(), arguments.statement().span()));
    }
  }

  /** An address and a port. */
  static Endpoint place(Arguments arguments, String slot, String example) {
    var place = Typed.endpoint(arguments, slot, example);
    if (!arguments.isBroken() && (Addresses.parse(place.host()).isEmpty() || place.port() == 0)) {
      arguments.flag(
          Code.BAD_ADDRESS,
          arguments.last(),
          slot + " needs an address and a port such as " + example + ", not a name");
    }
    return place;
  }

  private static void key(Arguments arguments, List<Secret> keys) {
    var key = Secrets.take(arguments, "key");
    if (!keys.isEmpty()) {
      arguments.flag(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"key\" is set twice in this block");
    }
    keys.add(key);
    arguments.endWithoutBlock();
  }
}
