package io.weir.dsl.directive;

import io.weir.dsl.model.Vrrp;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.syntax.Argument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code vrrp 51 on eth0 { priority 200; address 192.0.2.10/24 }}. */
final class VrrpReader implements Reader<DirectorDraft> {
  /** IFNAMSIZ of the kernel, less the zero at the end. */
  private static final int LONGEST_INTERFACE = 15;

  static final Table<VrrpDraft> TABLE =
      new Table<>(
          Scope.VRRP,
          Map.ofEntries(
              Map.entry("version", VrrpReaders::version),
              Map.entry("priority", VrrpReaders::priority),
              Map.entry("advert", VrrpReaders::advert),
              Map.entry("address", VrrpAddresses::address),
              Map.entry("excluded", VrrpAddresses::excluded),
              Map.entry("peers", VrrpAddresses::peers),
              Map.entry("preempt", VrrpReaders::preempt),
              Map.entry("nopreempt", VrrpReaders::nopreempt),
              Map.entry("preempt-delay", VrrpReaders::preemptDelay),
              Map.entry("start-delay", VrrpReaders::startDelay),
              Map.entry("auth", VrrpReaders::auth),
              Map.entry("checksum", VrrpReaders::checksum),
              Map.entry("track", new TrackReader()),
              Map.entry("announce", VrrpReaders::announce),
              Map.entry("notify", VrrpReaders::notify),
              Map.entry("vmac", VrrpReader::vmac),
              Map.entry("route", new VrrpRouteReader()),
              Map.entry("rule", new VrrpRuleReader()),
              Map.entry("group", VrrpReaders::group)));

  @Override
  public void read(Arguments arguments, DirectorDraft director) {
    int id = Typed.number(arguments, "vrrp", 1, 255);
    arguments.oneOf("vrrp " + id, List.of("on"));
    var on = interfaceName(arguments);
    var draft = new VrrpDraft();
    boolean isWhole = TABLE.read(arguments.block(), draft, arguments.context());
    if (!isWhole || arguments.isBroken()) {
      arguments.breakQuietly();
      return;
    }
    VrrpChecks.check(arguments, draft, on);
    var router =
        new Vrrp(
            id,
            on,
            draft.version,
            draft.priority,
            draft.advert,
            draft.addresses,
            draft.excluded,
            draft.peers.stream().map(Vrrp.VirtualIp::address).toList(),
            new Vrrp.Preemption(draft.preempts, draft.preemptDelay, draft.startDelay),
            draft.auth,
            draft.checksum,
            draft.tracks,
            draft.routes.stream().map(route -> route.of(isIpv6(draft))).toList(),
            draft.rules.stream().map(rule -> rule.of(isIpv6(draft))).toList(),
            draft.announcing,
            draft.link.map(name -> name.isEmpty() ? linkName(id, draft) : name),
            draft.group,
            draft.notify,
            arguments.statement().span());
    VrrpChecks.checkBeside(arguments, router, director.routers);
    VrrpRouteChecks.check(arguments, router, director.routers);
    director.routers.add(router);
  }

  /** {@code vmac}, or {@code vmac outside} if its interface is to have another name. */
  private static void vmac(Arguments arguments, VrrpDraft draft) {
    draft.link = Optional.of(arguments.isAtEnd() ? "" : interfaceName(arguments));
    VrrpReaders.once(arguments, draft);
  }

  /** As keepalived's are called. */
  private static String linkName(int id, VrrpDraft draft) {
    return (isIpv6(draft) ? "vrrp6." : "vrrp.") + id;
  }

  private static boolean isIpv6(VrrpDraft draft) {
    return draft.addresses.stream().anyMatch(Vrrp.VirtualIp::isIpv6);
  }

  /** A name of an interface; whether there is one is looked at while Weir runs. */
  static String interfaceName(Arguments arguments) {
    boolean isQuoted = arguments.peek().filter(Argument.Text.class::isInstance).isPresent();
    var text =
        isQuoted
            ? Typed.text(arguments, "interface").value()
            : arguments.word("the name of an interface, such as eth0").text();
    boolean isName =
        !text.isEmpty()
            && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_INTERFACE
            && text.indexOf('/') < 0
            && text.indexOf(':') < 0
            && !text.equals(".")
            && !text.equals("..");
    if (!arguments.isLost() && !isName) {
      arguments.flag(
          Diagnostic.of(
              Code.BAD_NAME,
              arguments.last(),
              "found \"%s\"; expected the name of an interface: at most %d characters, no / or :"
                  .formatted(Context.shortened(text), LONGEST_INTERFACE)));
    }
    return text;
  }
}
