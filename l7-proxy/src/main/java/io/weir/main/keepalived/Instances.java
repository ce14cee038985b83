package io.weir.main.keepalived;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** {@code vrrp_instance} as {@code vrrp}. */
final class Instances {
  private static final String OWNER = "255";
  private static final int PASSWORD_OCTETS = 8;

  /** What Weir does anyway, or what is no matter of its. */
  private static final List<String> UNNEEDED =
      List.of(
          "state",
          "debug",
          "preempt",
          "accept",
          "skip_check_adv_addr",
          "garp_master_delay",
          "garp_lower_prio_delay",
          "garp_lower_prio_repeat",
          "higher_prio_send_advert",
          "track_src_ip");

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("use_ipvlan", "write vmac, or the addresses are on the interface itself"),
          Map.entry("notify_master", "write one notify \"PROGRAM\"; its third word is MASTER"),
          Map.entry("notify_backup", "write one notify \"PROGRAM\"; its third word is BACKUP"),
          Map.entry("notify_fault", "write one notify \"PROGRAM\"; its third word is FAULT"),
          Map.entry("notify_stop", "write one notify \"PROGRAM\"; its third word is STOP"),
          Map.entry(
              "notify_master_rx_lower_pri",
              "write one notify \"PROGRAM\"; its third word is MASTER_RX_LOWER_PRI"),
          Map.entry("smtp_alert", "no mail is sent; watch the metric weir_vrrp_state"),
          Map.entry("dont_track_primary", "the router's own interface always counts"),
          Map.entry("strict_mode", "there is no such mode"),
          Map.entry("no_accept", "who is active answers at its addresses"),
          Map.entry(
              "lvs_sync_daemon_interface", "write in the director: sync master on INTERFACE"));

  private final Conf conf;
  private final Globals globals;
  private final Secrets secrets;
  private final Tracks tracks;
  private final Map<String, BiConsumer<Node, Draft>> writers;
  private Node instance;
  private String version;

  Instances(Conf conf, Globals globals, Secrets secrets) {
    this.conf = conf;
    this.globals = globals;
    this.secrets = secrets;
    this.tracks = new Tracks(conf);
    this.instance = new Node(0, List.of("none"), List.of());
    this.version = "";
    this.writers =
        Map.ofEntries(
            Map.entry("interface", (node, draft) -> {}),
            Map.entry("virtual_router_id", (node, draft) -> {}),
            Map.entry("version", (node, draft) -> {}),
            Map.entry("garp_master_repeat", (node, draft) -> {}),
            Map.entry("garp_master_refresh", this::refresh),
            Map.entry("priority", Instances::priority),
            Map.entry("advert_int", (node, draft) -> seconds(node, "advert", draft)),
            Map.entry("preempt_delay", (node, draft) -> seconds(node, "preempt-delay", draft)),
            Map.entry("nopreempt", (node, draft) -> draft.say(node, "nopreempt")),
            Map.entry("virtual_ipaddress", (node, draft) -> addresses(node, "address", draft)),
            Map.entry(
                "virtual_ipaddress_excluded", (node, draft) -> addresses(node, "excluded", draft)),
            Map.entry("unicast_peer", Instances::peers),
            Map.entry("unicast_src_ip", this::source),
            Map.entry("mcast_src_ip", this::source),
            Map.entry("authentication", this::authentication),
            Map.entry("track_interface", (node, draft) -> tracks.interfaces(node, on(), draft)),
            Map.entry("track_script", tracks::scripts),
            Map.entry("track_process", tracks::processes),
            Map.entry("track_file", tracks::files),
            Map.entry("notify", Instances::notify),
            Map.entry("virtual_routes", Routes::routes),
            Map.entry("virtual_rules", Routes::rules),
            Map.entry("use_vmac", Instances::virtualMac),
            Map.entry("vmac_xmit_base", Instances::fromBase));
  }

  /** Writes all of them. */
  void write(Draft director) {
    conf.all("vrrp_instance").forEach(node -> write(node, director));
  }

  private void write(Node node, Draft director) {
    instance = node;
    var id = number(node);
    if (id.isEmpty() || on().isEmpty()) {
      director.lose(node, "without an interface and a virtual_router_id it is no router");
      return;
    }
    version = version(node);
    node.word(1).ifPresent(name -> director.comment(node, Words.shown(name)));
    var draft = director.block(node, "vrrp " + id.get() + " on " + interfaceName(on()));
    draft.say(node, "version " + version);
    globals.startDelay().ifPresent(delay -> draft.say(node, "start-delay " + delay));
    node.block().forEach(one -> statement(one, draft));
    group(node, draft);
  }

  /** The number of an instance. */
  static Optional<Integer> number(Node instance) {
    return instance.last("virtual_router_id").flatMap(one -> one.word(1)).flatMap(Words::number);
  }

  private void statement(Node node, Draft draft) {
    var unsupported = node.block().isEmpty() ? Unsupported.why(node) : Optional.<String>empty();
    var writer = writers.get(node.keyword());
    if (unsupported.isPresent()) {
      draft.lose(node, unsupported.get());
    } else if (writer != null) {
      writer.accept(node, draft);
    } else if (!UNNEEDED.contains(node.keyword())) {
      draft.lose(node, REASONS.getOrDefault(node.keyword(), "no words for it"));
    }
  }

  private String on() {
    return instance
        .last("interface")
        .flatMap(one -> one.word(1))
        .or(globals::defaultInterface)
        .orElse("");
  }

  static String interfaceName(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9._-]{0,14}") ? name : Words.quoted(name);
  }

  /** keepalived's is 2, where it can be. */
  private String version(Node node) {
    boolean isIpv6 =
        node.all("virtual_ipaddress")
            .flatMap(block -> block.block().stream())
            .anyMatch(address -> address.keyword().indexOf(':') >= 0);
    return node.last("version")
        .flatMap(one -> one.word(1))
        .or(globals::version)
        .flatMap(Words::plain)
        .orElse(isIpv6 ? "3" : "2");
  }

  private static void priority(Node node, Draft draft) {
    var word = node.word(1).flatMap(Words::number);
    if (word.isEmpty()) {
      draft.lose(node, "expected a number");
    } else {
      draft.say(node, "priority " + (word.get().toString().equals(OWNER) ? "owner" : word.get()));
    }
  }

  private static void seconds(Node node, String keyword, Draft draft) {
    var millis = node.word(1).flatMap(Words::millis);
    if (millis.isEmpty()) {
      draft.lose(node, "expected seconds");
    } else if (millis.get() > 0) {
      draft.say(node, keyword + " " + Words.duration(millis.get()));
    }
  }

  private void refresh(Node node, Draft draft) {
    var every = node.word(1).flatMap(Words::millis);
    var repeat =
        instance.last("garp_master_repeat").flatMap(one -> one.word(1)).flatMap(Words::number);
    if (every.isEmpty()) {
      draft.lose(node, "expected seconds");
      return;
    }
    var burst = "announce " + repeat.orElse(5);
    draft.say(node, every.get() == 0 ? burst : burst + " every " + Words.duration(every.get()));
  }

  private void addresses(Node node, String keyword, Draft draft) {
    for (var address : node.block()) {
      var word = Words.plain(address.keyword());
      if (word.isEmpty()) {
        draft.lose(address, Unsupported.why(address).orElse("expected an address"));
        continue;
      }
      draft.say(address, keyword + " " + word.get());
      var rest = address.rest();
      for (int i = 0; i < rest.size(); i += 2) {
        boolean isOwn =
            rest.get(i).equals("dev") && i + 1 < rest.size() && rest.get(i + 1).equals(on());
        boolean isDefault = List.of("brd", "broadcast", "scope").contains(rest.get(i));
        if (!isOwn && !isDefault) {
          draft.note(
              address,
              "it is put on "
                  + Words.shown(on())
                  + ", without \""
                  + Words.shown(rest.get(i))
                  + "\"");
          break;
        }
      }
    }
  }

  private static void peers(Node node, Draft draft) {
    for (var peer : node.block()) {
      var word = Words.plain(peer.keyword());
      if (word.isEmpty()) {
        draft.lose(peer, Unsupported.why(peer).orElse("expected an address"));
        continue;
      }
      draft.say(peer, "peers " + word.get());
      if (peer.words().size() > 1) {
        draft.note(peer, "adverts must have a TTL of 255");
      }
    }
  }

  private void source(Node node, Draft draft) {
    draft.note(
        node,
        "adverts come from the first address of %s, which must be %s"
            .formatted(Words.shown(on()), Words.shown(node.word(1).orElse("this one"))));
  }

  private void authentication(Node node, Draft draft) {
    var type = node.last("auth_type").flatMap(one -> one.word(1)).orElse("");
    var password = node.last("auth_pass").flatMap(one -> one.word(1)).orElse("");
    if (version.equals("3")) {
      draft.note(node, "version 3 has no passwords, and keepalived sends none either");
    } else if (!type.equals("PASS") || password.isEmpty()) {
      draft.lose(node, "only auth_type PASS is known");
    } else if (secrets.keeps()) {
      var octets = password.getBytes(StandardCharsets.UTF_8);
      var sent =
          new String(
              octets, 0, Math.min(octets.length, PASSWORD_OCTETS), StandardCharsets.ISO_8859_1);
      var name = secrets.keep(Words.name(instance.word(1).orElse("vrrp")), sent);
      draft.say(node, "auth pass file " + Words.quoted(name));
    } else {
      draft.lose(
          node,
          "write the password to a file that others cannot read, and: auth pass file \"FILE\" (--secrets DIR does)");
    }
  }

  private static void notify(Node node, Draft draft) {
    var words = node.words();
    boolean hasArguments = words.size() > 1 && words.get(1).indexOf(' ') >= 0;
    if (words.size() < 2 || hasArguments) {
      draft.lose(node, "notify takes a program without arguments of its own");
      return;
    }
    draft.say(node, "notify " + Words.quoted(words.get(1)));
    if (words.size() > 2) {
      draft.note(node, "it is run as the user that Weir runs as");
    }
  }

  /** The interface, and its hardware address, have names and numbers of their own if told so. */
  private static void virtualMac(Node node, Draft draft) {
    var words = node.words();
    boolean isMac = words.size() > 1 && words.get(1).matches("[0-9A-Fa-f:]{17}");
    boolean isNamed = words.size() > 1 && !isMac;
    draft.say(node, isNamed ? "vmac " + interfaceName(words.get(1)) : "vmac");
    if (isMac || words.size() > 2) {
      draft.note(node, "its hardware address is that of the RFC");
    }
  }

  private static void fromBase(Node node, Draft draft) {
    draft.note(node, "with vmac, adverts to the group come from its hardware address");
  }

  /** The group that an instance is in; what the group tracks counts for each of its members. */
  private void group(Node node, Draft draft) {
    var name = node.word(1);
    var group = name.flatMap(this::groupOf);
    if (group.isEmpty()) {
      return;
    }
    var own = node.block().stream().map(Node::keyword).collect(Collectors.toSet());
    draft.say(group.get(), "group " + Words.name(group.get().word(1).orElse("group")));
    for (var one : group.get().block()) {
      switch (one.keyword()) {
        case "track_interface" -> tracks.interfaces(one, on(), draft);
        case "track_script" -> tracks.scripts(one, draft);
        case "track_process" -> tracks.processes(one, draft);
        case "track_file" -> tracks.files(one, draft);
        case "notify" -> {
          if (!own.contains("notify")) {
            notify(one, draft);
          }
        }
        default -> {}
      }
    }
  }

  private Optional<Node> groupOf(String instanceName) {
    return conf.all("vrrp_sync_group")
        .filter(group -> members(group).contains(instanceName))
        .findFirst();
  }

  private static List<String> members(Node group) {
    var members = new ArrayList<String>();
    group
        .all("group")
        .flatMap(block -> block.block().stream())
        .forEach(one -> members.addAll(one.words()));
    return members;
  }

  /** What groups say that has no match; the rest is with their members. */
  void writeGroups(Draft director) {
    var known =
        List.of(
            "group", "track_interface", "track_script", "track_process", "track_file", "notify");
    conf.all("vrrp_sync_group")
        .forEach(group -> {
          for (var one : group.block()) {
            if (!known.contains(one.keyword())) {
              director.lose(
                  one,
                  Unsupported.why(one)
                      .orElse(REASONS.getOrDefault(one.keyword(), "no words for it")));
            }
          }
        });
  }
}
