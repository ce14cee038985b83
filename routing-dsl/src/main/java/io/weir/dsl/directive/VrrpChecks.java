package io.weir.dsl.directive;

import io.weir.dsl.model.Vrrp;
import io.weir.dsl.model.VrrpAuth;
import io.weir.dsl.model.VrrpTrack;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the settings of a virtual router must be to each other. */
final class VrrpChecks {
  private static final Duration CENTI = Duration.ofMillis(10);
  private static final Duration LONGEST_V3 = Duration.ofMillis(40_950);
  private static final int MOST_IPV4 = 255;

  /** What fits into one packet of 1500 octets. */
  private static final int MOST_IPV6 = 89;

  private VrrpChecks() {}

  /** Reports what does not fit together in one router. */
  static void check(Arguments arguments, VrrpDraft draft, String on) {
    var whole = arguments.statement().span();
    if (draft.addresses.isEmpty()) {
      arguments.flag(
          Diagnostic.of(Code.ARGUMENTS, whole, "this virtual router has no address")
              .hint("write: address 192.0.2.10/24"));
      return;
    }
    checkFamilies(arguments, draft);
    for (var address : draft.excluded) {
      if (draft.addresses.stream().anyMatch(one -> one.address().equals(address.address()))) {
        arguments.flag(
            Code.SET_TWICE,
            address.span(),
            address.address() + " is in the adverts, as an address, and excluded from them");
      }
    }
    checkVersion(arguments, draft);
    checkAdvert(arguments, draft);
    checkEffects(arguments, draft);
    if (draft.tracks.stream().anyMatch(track -> track.label().equals("interface " + on))) {
      arguments.flag(
          Diagnostic.of(
              Code.NO_EFFECT, whole, "interface " + on + " is the router's own; it counts anyway"));
    }
  }

  private static void checkFamilies(Arguments arguments, VrrpDraft draft) {
    boolean isIpv6 = draft.addresses.getFirst().isIpv6();
    for (var address : draft.addresses) {
      if (address.isIpv6() != isIpv6) {
        arguments.flag(
            Diagnostic.of(
                    Code.BAD_ADDRESS,
                    address.span(),
                    "a virtual router has addresses of one family (RFC 9568 1.3)")
                .hint("write two vrrp blocks; both may have the same number"));
        return;
      }
    }
    for (var peer : draft.peers) {
      if (peer.isIpv6() != isIpv6) {
        arguments.flag(
            Code.BAD_ADDRESS, peer.span(), "a peer's address is of the family of the addresses");
      }
      if (draft.addresses.stream().anyMatch(one -> one.address().equals(peer.address()))) {
        arguments.flag(
            Code.BAD_ADDRESS,
            peer.span(),
            "a peer is another machine; " + peer.address() + " is a virtual address");
      }
    }
    if (isIpv6 && !isLinkLocal(draft.addresses.getFirst().address())) {
      arguments.flag(
          Diagnostic.of(
                  Code.BAD_ADDRESS,
                  draft.addresses.getFirst().span(),
                  "the first IPv6 address of a virtual router is link-local (RFC 9568 5.2.9)")
              .hint("write: address fe80::1/64, " + draft.addresses.getFirst().address()));
    }
    int most = isIpv6 ? MOST_IPV6 : MOST_IPV4;
    if (draft.addresses.size() > most) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          draft.addresses.get(most).span(),
          "an advert has room for %d of these addresses".formatted(most));
    }
  }

  private static boolean isLinkLocal(String address) {
    int first = Integer.parseInt("0" + address.substring(0, address.indexOf(':')), 16);
    return (first & 0xffc0) == 0xfe80;
  }

  private static void checkVersion(Arguments arguments, VrrpDraft draft) {
    if (draft.version == 2 && draft.addresses.getFirst().isIpv6()) {
      arguments.flag(
          Code.BAD_ADDRESS, place(arguments, draft, "version"), "version 2 has no IPv6; use 3");
    }
    if (draft.version == 3 && draft.auth.orElse(null) instanceof VrrpAuth.Pass) {
      arguments.flag(
          Diagnostic.of(
                  Code.NO_EFFECT, place(arguments, draft, "auth"), "version 3 has no passwords")
              .hint("write \"auth hmac\" to sign adverts, or \"version 2\""));
    }
  }

  private static void checkAdvert(Arguments arguments, VrrpDraft draft) {
    var place = place(arguments, draft, "advert");
    var advert = draft.advert;
    if (draft.version == 2) {
      if (advert.toSeconds() > 255 || !advert.equals(Duration.ofSeconds(advert.toSeconds()))) {
        arguments.flag(
            Diagnostic.of(
                    Code.OUT_OF_RANGE, place, "in version 2 advert is 1s to 255s, in whole seconds")
                .hint("version 3 has adverts from 10ms on"));
      }
    } else if (advert.compareTo(LONGEST_V3) > 0
        || !advert.equals(CENTI.multipliedBy(advert.dividedBy(CENTI)))) {
      arguments.flag(Code.OUT_OF_RANGE, place, "advert is 10ms to 40950ms, in steps of 10ms");
    }
  }

  private static void checkEffects(Arguments arguments, VrrpDraft draft) {
    boolean isOwner = draft.priority == Vrrp.OWNER;
    if (!draft.preempts && draft.places.containsKey("preempt")) {
      arguments.flag(
          Code.SET_TWICE,
          place(arguments, draft, "nopreempt"),
          "\"preempt\" and \"nopreempt\" say the contrary of each other");
    }
    for (var keyword : List.of("nopreempt", "preempt-delay")) {
      if (isOwner && draft.places.containsKey(keyword)) {
        arguments.flag(
            Code.NO_EFFECT,
            place(arguments, draft, keyword),
            "the owner of the addresses preempts in any case (RFC 9568 6.1)");
      }
    }
    if (!draft.preempts && draft.places.containsKey("preempt-delay")) {
      arguments.flag(
          Code.NO_EFFECT,
          place(arguments, draft, "preempt-delay"),
          "with \"nopreempt\" there is nothing to delay");
    }
    if (isOwner && draft.tracks.stream().anyMatch(track -> track.weight() != 0)) {
      arguments.flag(
          Code.NO_EFFECT,
          arguments.statement().span(),
          "the priority of the owner is 255 whatever it tracks; leave out \"weight\"");
    }
    if (isOwner && draft.places.containsKey("vmac")) {
      arguments.flag(
          Code.NO_EFFECT,
          place(arguments, draft, "vmac"),
          "the owner's addresses stay on the interface, with its hardware address");
    }
    boolean isOneForm = draft.version == 2 || draft.addresses.getFirst().isIpv6();
    if (isOneForm && draft.places.containsKey("checksum")) {
      arguments.flag(
          Code.NO_EFFECT,
          place(arguments, draft, "checksum"),
          "only version 3 over IPv4 has two forms of checksums");
    }
  }

  /** One script is run for all routers that track it, so they must agree how. */
  private static void checkScripts(Arguments arguments, Vrrp router, Vrrp other) {
    for (var run : runs(router)) {
      for (var same : runs(other)) {
        if (same.command().equals(run.command()) && !same.isAs(run)) {
          arguments.flag(
              Diagnostic.of(
                      Code.DUPLICATE_NAME,
                      run.span(),
                      "the same script is run in another way for another router")
                  .label("see line " + same.span().line())
                  .hint("write the same every, timeout, rise and fall; weights may differ"));
        }
      }
    }
  }

  /** An interface of a router's own has a name of its own. */
  private static void checkLinks(Arguments arguments, Vrrp router, List<Vrrp> others) {
    var link = router.link();
    boolean isItsOwn = link.equals(Optional.of(router.on()));
    boolean isTaken =
        others.stream()
            .filter(other -> !other.link().equals(Optional.of(other.on())))
            .anyMatch(other ->
                link.isPresent() && link.equals(other.link())
                    || link.equals(Optional.of(other.on()))
                    || other.link().equals(Optional.of(router.on())));
    if (isItsOwn || isTaken) {
      arguments.flag(
          Diagnostic.of(
                  Code.DUPLICATE_NAME,
                  arguments.statement().span(),
                  "the interface of this router's vmac is that of another router or another vmac")
              .hint("give it another name: vmac NAME"));
    }
  }

  private static List<VrrpTrack.Run> runs(Vrrp router) {
    return router.tracks().stream()
        .filter(VrrpTrack.Script.class::isInstance)
        .map(track -> ((VrrpTrack.Script) track).run())
        .toList();
  }

  /** Reports what is in the way of the routers before it. */
  static void checkBeside(Arguments arguments, Vrrp router, List<Vrrp> others) {
    checkLinks(arguments, router, others);
    for (var other : others) {
      checkScripts(arguments, router, other);
      if (other.id() == router.id()
          && other.on().equals(router.on())
          && other.isIpv6() == router.isIpv6()) {
        arguments.flag(
            Diagnostic.of(
                    Code.DUPLICATE_NAME,
                    arguments.statement().span(),
                    "virtual router %d on %s is there twice".formatted(router.id(), router.on()))
                .label("also in line " + other.span().line()));
      }
      for (var address : all(router)) {
        boolean isTaken =
            all(other).stream().anyMatch(one -> one.address().equals(address.address()));
        // Link-local addresses are of one link each.
        if (isTaken && (other.on().equals(router.on()) || !address.address().startsWith("fe80"))) {
          arguments.flag(
              Diagnostic.of(
                      Code.DUPLICATE_NAME,
                      address.span(),
                      address.address() + " is an address of two virtual routers")
                  .label("also in line " + other.span().line()));
        }
      }
    }
  }

  private static List<Vrrp.VirtualIp> all(Vrrp router) {
    return Stream.concat(router.addresses().stream(), router.excluded().stream()).toList();
  }

  private static Span place(Arguments arguments, VrrpDraft draft, String keyword) {
    return draft.places.getOrDefault(keyword, arguments.statement().span());
  }
}
