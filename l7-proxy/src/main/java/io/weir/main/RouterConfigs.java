package io.weir.main;

import io.weir.dsl.model.Director;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Vrrp;
import io.weir.dsl.model.VrrpAuth;
import io.weir.dsl.model.VrrpTrack;
import io.weir.vrrp.packet.AuthField;
import io.weir.vrrp.packet.ChecksumForm;
import io.weir.vrrp.packet.Family;
import io.weir.vrrp.packet.HmacMode;
import io.weir.vrrp.packet.Version;
import io.weir.vrrp.pair.PairConfig;
import io.weir.vrrp.run.RouterConfig;
import io.weir.vrrp.run.RouterId;
import io.weir.vrrp.run.Signing;
import io.weir.vrrp.run.Track;
import io.weir.vrrp.run.VirtualAddress;
import io.weir.vrrp.state.RouterRules;
import io.weir.vrrp.track.Check;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the language says of virtual routers, in the words of those who run them. */
final class RouterConfigs {
  /** As keepalived's garp_master_delay. */
  private static final Duration ANNOUNCE_AGAIN = Duration.ofSeconds(5);

  /** The kernel removes an address that is not renewed a second or two after the last time. */
  private static final int LEASE_SECONDS = 2;

  private RouterConfigs() {}

  /**
   * The routers of a director, with passwords and keys read.
   *
   * @throws IOException if one cannot be read; the message says what and why
   */
  static List<RouterConfig> of(Director director) throws IOException {
    var all = new ArrayList<RouterConfig>();
    for (var router : director.routers()) {
      all.add(of(router));
    }
    return all;
  }

  /**
   * The streams to other directors, with the key read.
   *
   * @throws IOException as above
   */
  static Optional<PairConfig> pair(Director director) throws IOException {
    if (director.pair().isEmpty()) {
      return Optional.empty();
    }
    var pair = director.pair().get();
    return Optional.of(
        new PairConfig(
            at(pair.on()),
            pair.with().stream().map(RouterConfigs::at).toList(),
            RouterFiles.pairKey(pair.key())));
  }

  /** The programs that are run when a router's role changes. */
  static Map<RouterId, RouterHooks.Hook> hooks(Director director) {
    var hooks = new HashMap<RouterId, RouterHooks.Hook>();
    for (var router : director.routers()) {
      router
          .hook()
          .ifPresent(hook ->
              hooks.put(
                  id(router),
                  // A name without a slash would be looked for in PATH.
                  new RouterHooks.Hook(
                      Path.of(hook.program().path()).toAbsolutePath(), hook.timeout())));
    }
    return hooks;
  }

  private static RouterId id(Vrrp router) {
    return new RouterId(router.id(), router.on(), router.isIpv6() ? Family.IPV6 : Family.IPV4);
  }

  private static InetSocketAddress at(Endpoint place) {
    return new InetSocketAddress(InetAddress.ofLiteral(place.host()), place.port());
  }

  private static RouterConfig of(Vrrp router) throws IOException {
    var auth = AuthField.NONE;
    var signing = Optional.<Signing>empty();
    switch (router.auth().orElse(null)) {
      case null -> {}
      case VrrpAuth.Pass pass -> auth = RouterFiles.password(pass);
      case VrrpAuth.Hmac hmac ->
          signing = Optional.of(new Signing(mode(hmac.mode()), RouterFiles.keys(hmac)));
    }
    return new RouterConfig(
        id(router),
        rules(router),
        router.priority(),
        addresses(router.addresses()),
        addresses(router.excluded()),
        router.peers().stream().map(InetAddress::ofLiteral).collect(Collectors.toSet()),
        auth,
        signing,
        switch (router.checksum()) {
          case PSEUDO_HEADER -> ChecksumForm.PSEUDO_HEADER;
          case MESSAGE_ONLY -> ChecksumForm.MESSAGE_ONLY;
        },
        router.announcing().burst(),
        LEASE_SECONDS,
        router.tracks().stream().map(RouterConfigs::track).toList(),
        RouterRoutes.of(router),
        router.link(),
        router.group());
  }

  private static List<VirtualAddress> addresses(List<Vrrp.VirtualIp> addresses) {
    return addresses.stream()
        .map(one -> new VirtualAddress(InetAddress.ofLiteral(one.address()), one.prefix()))
        .toList();
  }

  private static Track track(VrrpTrack track) {
    return switch (track) {
      case VrrpTrack.Interface(var name, int weight) ->
          new Track(Track.Kind.INTERFACE, name, weight);
      case VrrpTrack.Content content ->
          new Track(Track.Kind.NUMBER, content.label(), content.weight());
      case VrrpTrack.Script _, VrrpTrack.Program _, VrrpTrack.Proxy _ ->
          new Track(Track.Kind.REPORTED, track.label(), track.weight());
    };
  }

  /**
   * What is to be found out for the routers.
   *
   * @param proxyTrouble what is wrong with Weir's own proxy, if anything is
   */
  static Set<Check> checks(Director director, Supplier<Optional<String>> proxyTrouble) {
    return director.routers().stream()
        .flatMap(router -> router.tracks().stream())
        .flatMap(track -> check(track, proxyTrouble).stream())
        .collect(Collectors.toSet());
  }

  private static Optional<Check> check(VrrpTrack track, Supplier<Optional<String>> proxyTrouble) {
    var subject = track.label();
    return switch (track) {
      case VrrpTrack.Interface _ -> Optional.empty();
      case VrrpTrack.Content(var file, _) ->
          Optional.of(new Check.Content(subject, Path.of(file.path())));
      case VrrpTrack.Script(var run, _) ->
          Optional.of(
              new Check.Script(
                  subject,
                  command(run.command()),
                  run.every(),
                  run.timeout(),
                  run.rise(),
                  run.fall()));
      case VrrpTrack.Program(var name, _) -> Optional.of(new Check.Named(subject, name));
      case VrrpTrack.Proxy _ -> Optional.of(new Check.Asked(subject, proxyTrouble));
    };
  }

  /** A name without a slash is looked for in PATH. */
  private static List<String> command(List<String> words) {
    var command = new ArrayList<>(words);
    if (words.getFirst().indexOf('/') >= 0) {
      command.set(0, Path.of(words.getFirst()).toAbsolutePath().toString());
    }
    return command;
  }

  private static RouterRules rules(Vrrp router) {
    return new RouterRules(
        router.version() == 2 ? Version.V2 : Version.V3,
        (int) (router.advert().toMillis() / 10),
        router.preemption().isOn(),
        router.preemption().delay(),
        router.preemption().startDelay(),
        ANNOUNCE_AGAIN,
        router.announcing().every());
  }

  private static HmacMode mode(VrrpAuth.Mode mode) {
    return switch (mode) {
      case RECEIVE_ONLY -> HmacMode.RECEIVE_ONLY;
      case PERMISSIVE -> HmacMode.PERMISSIVE;
      case ENFORCE -> HmacMode.ENFORCE;
    };
  }
}
