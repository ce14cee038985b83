package io.weir.main.keepalived;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code virtual_server} as {@code virtual}. */
final class Services {
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("alpha", "a server is in the table until it has failed its probe"),
          Map.entry("omega", "services stay when Weir stops, so that connections go on"),
          Map.entry("sorry_server_inhibit", "the sorry server is in the table only when it serves"),
          Map.entry("quorum_up", "no program is run for a service"),
          Map.entry("quorum_down", "no program is run for a service"),
          Map.entry("notify_up", "no program is run for a server"),
          Map.entry("notify_down", "no program is run for a server"),
          Map.entry("virtualhost", "a probe asks for the server's own address"),
          Map.entry("smtp_alert", "no mail is sent"),
          Map.entry("url", "one path is asked for"),
          Map.entry("digest", "the status is what counts"),
          Map.entry("regex", "the status is what counts"),
          Map.entry("inhibit_on_failure", "a server that fails its probe leaves the table"));

  /** What is read together with others, and what Weir does anyway. */
  private static final Set<String> READ =
      Set.of(
          "delay_loop",
          "lb_algo",
          "lvs_sched",
          "lb_kind",
          "lvs_method",
          "protocol",
          "persistence_timeout",
          "persistence_granularity",
          "persistence_engine",
          "ops",
          "ip_family",
          "weight",
          "connect_timeout",
          "retry",
          "delay_before_retry",
          "sh-port",
          "sh-fallback",
          "mh-port",
          "mh-fallback",
          "ha_suspend",
          "real_server");

  private static final List<String> PROTOCOLS = List.of("tcp", "udp", "sctp");

  private final Conf conf;

  Services(Conf conf) {
    this.conf = conf;
  }

  /** Writes all of them. */
  void write(Draft director) {
    conf.all("virtual_server").forEach(node -> write(node, director));
    conf.all("virtual_server_group")
        .filter(group -> group.word(1).filter(this::isUsed).isEmpty())
        .forEach(group -> director.lose(group, "no virtual_server is of this group"));
  }

  private boolean isUsed(String name) {
    return conf.all("virtual_server")
        .anyMatch(one ->
            one.word(1).equals(Optional.of("group")) && one.word(2).equals(Optional.of(name)));
  }

  private void write(Node node, Draft director) {
    if (!node.word(1).equals(Optional.of("group"))) {
      write(node, node, node.rest(), director);
      return;
    }
    var group = node.word(2).flatMap(name -> conf.named("virtual_server_group", name));
    if (group.isEmpty()) {
      director.lose(node, "there is no virtual_server_group of this name");
      return;
    }
    for (var place : group.get().block()) {
      write(node, place, place.words(), director);
    }
  }

  /** One service at one place; of a group each place gets one. */
  private void write(Node node, Node at, List<String> words, Draft director) {
    var place = place(node, words);
    if (place.isEmpty()) {
      director.lose(at, Unsupported.why(at).orElse("expected one address and a port, or a mark"));
      return;
    }
    var draft = director.block(node, "virtual " + place.get());
    var forward = forward(node);
    schedule(node, draft);
    forward.ifPresent(
        word -> draft.say(node.last("lb_kind", "lvs_method").orElse(node), "forward " + word));
    persist(node, draft);
    node.last("ops").ifPresent(one -> draft.say(one, "one-packet"));
    new Probing(node).write(draft);
    boolean isNat = forward.equals(Optional.of("nat"));
    new Guards(node).write(words, isNat, draft);
    node.all("real_server").forEach(real -> real(node, real, words, isNat, draft));
    for (var one : node.block()) {
      if (!READ.contains(one.keyword()) && !Guards.READ.contains(one.keyword())) {
        draft.lose(one, why(one));
      }
    }
  }

  static String why(Node node) {
    return Unsupported.why(node).orElse(REASONS.getOrDefault(node.keyword(), "no words for it"));
  }

  private static Optional<String> place(Node node, List<String> words) {
    if (words.size() == 2 && words.getFirst().equals("fwmark")) {
      boolean isIpv6 =
          node.last("ip_family").flatMap(one -> one.word(1)).equals(Optional.of("inet6"));
      return Words.number(words.get(1)).map(mark -> "mark " + mark + (isIpv6 ? " ipv6" : ""));
    }
    var protocol =
        node.last("protocol")
            .flatMap(one -> one.word(1))
            .map(word -> word.toLowerCase(Locale.ROOT))
            .orElse("tcp");
    if (words.isEmpty() || words.size() > 2 || !PROTOCOLS.contains(protocol)) {
      return Optional.empty();
    }
    var port = words.size() == 2 ? Words.number(words.get(1)) : Optional.of(0);
    boolean isRange = words.getFirst().indexOf('-') >= 0;
    return isRange
        ? Optional.empty()
        : Words.plain(words.getFirst())
            .flatMap(address -> port.map(number -> at(address, number) + " " + protocol));
  }

  static String at(String address, int port) {
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
  }

  private static Optional<String> forward(Node node) {
    return node.last("lb_kind", "lvs_method")
        .flatMap(one -> one.word(1))
        .flatMap(Services::forward);
  }

  static Optional<String> forward(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "DR" -> Optional.of("dr");
      case "NAT" -> Optional.of("nat");
      case "TUN" -> Optional.of("tunnel");
      default -> Optional.empty();
    };
  }

  private static void schedule(Node node, Draft draft) {
    var said = node.last("lb_algo", "lvs_sched");
    var name = said.flatMap(one -> one.word(1)).flatMap(Words::plain);
    if (said.isEmpty() || name.isEmpty()) {
      said.ifPresent(one -> draft.lose(one, Unsupported.why(one).orElse("expected a scheduler")));
      return;
    }
    boolean isFallback = node.last(name.get() + "-fallback").isPresent();
    boolean isPort = node.last(name.get() + "-port").isPresent();
    var options =
        isFallback && isPort ? " fallback, port" : isFallback ? " fallback" : isPort ? " port" : "";
    draft.say(said.get(), "schedule " + name.get() + options);
  }

  private static void persist(Node node, Draft draft) {
    var timeout = node.last("persistence_timeout");
    var seconds = timeout.flatMap(one -> one.word(1)).flatMap(Words::number);
    // Six minutes are keepalived's if it does not say how long.
    boolean isOn = timeout.isPresent() && seconds.orElse(360) > 0;
    if (!isOn) {
      return;
    }
    var out = new StringBuilder("persist ").append(seconds.orElse(360)).append('s');
    node.last("persistence_granularity")
        .flatMap(one -> one.word(1))
        .map(Services::prefix)
        .ifPresent(prefix -> out.append(" mask ").append(prefix));
    if (node.last("persistence_engine").flatMap(one -> one.word(1)).equals(Optional.of("sip"))) {
      out.append(" by sip");
    }
    draft.say(timeout.get(), out.toString());
  }

  /** The length of a mask; a number of IPv6 is one already. */
  private static String prefix(String mask) {
    var octets = mask.split("\\.", -1);
    if (octets.length != 4) {
      return Words.number(mask).map(String::valueOf).orElse("0");
    }
    int bits = 0;
    for (var octet : octets) {
      bits += Integer.bitCount(Words.number(octet).orElse(0) & 255);
    }
    return Integer.toString(bits);
  }

  private static void real(Node service, Node real, List<String> at, boolean isNat, Draft draft) {
    var address = real.word(1).flatMap(Words::plain);
    var port = real.word(2).flatMap(Words::number);
    if (address.isEmpty() || port.isEmpty() && real.words().size() > 2) {
      draft.lose(real, Unsupported.why(real).orElse("expected an address and a port"));
      return;
    }
    var own = forward(real);
    boolean hasPort = own.map("nat"::equals).orElse(isNat) && port.isPresent();
    var out = new StringBuilder("real ");
    out.append(hasPort ? at(address.get(), port.get()) : address.get());
    var weight = real.last("weight").or(() -> service.last("weight"));
    weight
        .flatMap(one -> one.word(1))
        .flatMap(Words::number)
        .ifPresent(number -> out.append(" weight ").append(number));
    own.ifPresent(word -> out.append(" forward ").append(word));
    threshold(real, "uthreshold", " max-conns ", out);
    threshold(real, "lthreshold", " resume ", out);
    draft.say(real, out.toString());
    boolean isLost =
        !hasPort
            && port.filter(number -> number > 0).isPresent()
            && !port.map(String::valueOf).equals(at.stream().skip(1).findFirst());
    if (isLost) {
      draft.note(
          real,
          "without NAT packets arrive as they were sent, so port " + port.get() + " is not used");
    }
    for (var one : real.block()) {
      boolean isRead =
          Set.of("weight", "uthreshold", "lthreshold", "lvs_method").contains(one.keyword());
      if (!isRead && !Probing.isChecker(one)) {
        draft.lose(one, why(one));
      }
    }
  }

  private static void threshold(Node real, String keyword, String word, StringBuilder out) {
    real.last(keyword)
        .flatMap(one -> one.word(1))
        .flatMap(Words::number)
        .filter(number -> number > 0)
        .ifPresent(number -> out.append(word).append(number));
  }
}
