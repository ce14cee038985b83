package io.weir.dsl.check;

import io.weir.dsl.model.Vrrp;
import io.weir.dsl.model.VrrpAuth;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what keeps machines that share a virtual router from agreeing on who has its addresses.
 * They share it if they have the same number and an address of it in common.
 */
public final class Directors {
  private Directors() {}

  /** What is wrong between the files, each read for itself without an error. */
  public static List<Diagnostic> mistakes(List<WeirConfig> configs) {
    var mistakes = new ArrayList<Diagnostic>();
    for (int i = 0; i < configs.size(); i++) {
      for (var router : routers(configs.get(i))) {
        for (var other : configs.subList(0, i)) {
          routers(other).stream()
              .filter(it -> isShared(it, router))
              .findFirst()
              .flatMap(it -> mistake(router, it))
              .ifPresent(mistakes::add);
        }
      }
    }
    return mistakes;
  }

  private static List<Vrrp> routers(WeirConfig config) {
    return config.director().map(director -> director.routers()).orElse(List.of());
  }

  private static boolean isShared(Vrrp one, Vrrp other) {
    var addresses = one.addresses().stream().map(Vrrp.VirtualIp::address).toList();
    return one.id() == other.id()
        && one.isIpv6() == other.isIpv6()
        && other.addresses().stream().map(Vrrp.VirtualIp::address).anyMatch(addresses::contains);
  }

  private static Optional<Diagnostic> mistake(Vrrp router, Vrrp other) {
    var number = "virtual router " + router.id();
    if (router.version() != other.version()) {
      return told(
          router,
          other,
          number
              + " has version %d here and %d there: they would not hear each other"
                  .formatted(router.version(), other.version()),
          "write the same version in both files");
    }
    if (router.version() == 2 && !router.advert().equals(other.advert())) {
      return told(
          router,
          other,
          number + " has another advert than there, which version 2 does not allow",
          "write the same advert in both files");
    }
    if (!hears(router.auth(), other.auth()) || !hears(other.auth(), router.auth())) {
      return told(
          router,
          other,
          number
              + " has an auth that does not go with the one there: they would not hear each other",
          "write the same auth in both files");
    }
    if (router.priority() == other.priority()) {
      return told(
          router,
          other,
          number + " has priority " + router.priority() + " on both machines",
          "give one of them a higher priority; equal ones change places after every parting");
    }
    return Optional.empty();
  }

  /** A key that is being given out is used by some machines before the others. */
  private static boolean hears(Optional<VrrpAuth> receiver, Optional<VrrpAuth> sender) {
    return switch (sender.orElse(null)) {
      case null -> hearsUnsigned(receiver);
      case VrrpAuth.Pass _ -> receiver.orElse(null) instanceof VrrpAuth.Pass;
      case VrrpAuth.Hmac(_, var mode) ->
          mode == VrrpAuth.Mode.RECEIVE_ONLY
              ? hearsUnsigned(receiver)
              : receiver.orElse(null) instanceof VrrpAuth.Hmac;
    };
  }

  private static boolean hearsUnsigned(Optional<VrrpAuth> receiver) {
    return switch (receiver.orElse(null)) {
      case null -> true;
      case VrrpAuth.Pass _ -> false;
      case VrrpAuth.Hmac(_, var mode) -> mode != VrrpAuth.Mode.ENFORCE;
    };
  }

  private static Optional<Diagnostic> told(Vrrp router, Vrrp other, String message, String hint) {
    return Optional.of(
        Diagnostic.of(Code.PEERS, router.span(), message)
            .label("see " + other.span().place())
            .hint(hint));
  }
}
