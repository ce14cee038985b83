package io.weir.dsl.directive;

import io.weir.dsl.model.Vrrp;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.syntax.Argument;
import java.util.List;
import java.util.Optional;

/** Addresses of a vrrp block. They are hosts, whose bits behind the prefix are set. */
final class VrrpAddresses {
  private VrrpAddresses() {}

  /** {@code address 192.0.2.10/24, 192.0.2.11/24}; without a prefix the address stands alone. */
  static void address(Arguments arguments, VrrpDraft draft) {
    take(arguments, draft.addresses, true);
  }

  /** {@code excluded 192.0.2.12/24}: as an address, but in no advert. */
  static void excluded(Arguments arguments, VrrpDraft draft) {
    take(arguments, draft.excluded, true);
  }

  /** {@code peers 192.0.2.3, 192.0.2.4}. */
  static void peers(Arguments arguments, VrrpDraft draft) {
    take(arguments, draft.peers, false);
  }

  private static void take(Arguments arguments, List<Vrrp.VirtualIp> all, boolean hasPrefix) {
    var example = hasPrefix ? "an address such as 192.0.2.10/24" : "an address such as 192.0.2.3";
    do {
      var word = arguments.word(example);
      if (arguments.isLost()) {
        return;
      }
      var address = parse(word, hasPrefix);
      if (address.isEmpty()) {
        arguments.flag(
            Diagnostic.of(
                Code.BAD_ADDRESS,
                word.span(),
                "found \"%s\"; expected %s".formatted(Context.shortened(word.text()), example)));
        continue;
      }
      if (all.stream().anyMatch(one -> one.address().equals(address.get().address()))) {
        arguments.flag(
            Code.SET_TWICE, word.span(), "address " + address.get().address() + " is there twice");
      }
      all.add(address.get());
    } while (arguments.acceptSymbol(","));
    arguments.endWithoutBlock();
  }

  private static Optional<Vrrp.VirtualIp> parse(Argument.Word word, boolean hasPrefix) {
    var text = word.text();
    int slash = text.indexOf('/');
    if (slash >= 0 && !hasPrefix) {
      return Optional.empty();
    }
    var octets = Addresses.parse(slash < 0 ? text : text.substring(0, slash));
    if (octets.isEmpty() || !isHost(octets.get())) {
      return Optional.empty();
    }
    int longest = octets.get().length * 8;
    int prefix = slash < 0 ? longest : Literals.shortNumber(text.substring(slash + 1), 3);
    return prefix < 1 || prefix > longest
        ? Optional.empty()
        : Optional.of(new Vrrp.VirtualIp(Addresses.text(octets.get()), prefix, word.span()));
  }

  /** Neither nobody's address, nor one of many hosts. */
  static boolean isHost(byte[] octets) {
    int first = octets[0] & 255;
    boolean isMany = octets.length == 4 ? first >= 224 : first == 255;
    boolean isNobody = octets.length == 4 && first == 0;
    boolean isLoopback = octets.length == 4 && first == 127;
    return !isMany && !isNobody && !isLoopback && !isZeroOrOne(octets);
  }

  private static boolean isZeroOrOne(byte[] octets) {
    for (int i = 0; i < octets.length - 1; i++) {
      if (octets[i] != 0) {
        return false;
      }
    }
    return octets.length == 16 && octets[15] >= 0 && octets[15] <= 1;
  }
}
