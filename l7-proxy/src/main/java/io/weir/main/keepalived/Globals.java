package io.weir.main.keepalived;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code global_defs}: what counts for every instance, and what Weir does not need. */
final class Globals {
  /** What Weir does anyway, or what is no matter of its. */
  private static final Set<String> UNNEEDED =
      Set.of(
          "router_id",
          "process_names",
          "process_name",
          "vrrp_process_name",
          "checker_process_name",
          "use_pid_dir",
          "enable_script_security",
          "vrrp_skip_check_adv_addr",
          "vrrp_check_unicast_src",
          "vrrp_garp_master_delay",
          "vrrp_garp_lower_prio_delay",
          "vrrp_garp_lower_prio_repeat",
          "vrrp_higher_prio_send_advert",
          "vrrp_priority",
          "vrrp_no_swap",
          "vrrp_rt_priority",
          "vrrp_version",
          "vrrp_startup_delay",
          "default_interface",
          "max_auto_priority",
          "dynamic_interfaces",
          "lvs_sync_daemon",
          "lvs_timeouts",
          "notify_fifo",
          "vrrp_notify_fifo");

  /** Of those that stand in the director, and are written there. */
  private static final Set<String> DIRECTED =
      Set.of("lvs_sync_daemon", "lvs_timeouts", "notify_fifo", "vrrp_notify_fifo");

  private static final Set<String> MAIL =
      Set.of(
          "notification_email",
          "notification_email_from",
          "smtp_server",
          "smtp_connect_timeout",
          "smtp_helo_name",
          "smtp_alert",
          "smtp_alert_vrrp",
          "smtp_alert_checker");

  private static final List<String> READ =
      List.of(
          "global_defs",
          "vrrp_instance",
          "vrrp_sync_group",
          "vrrp_script",
          "vrrp_track_process",
          "vrrp_track_file",
          "track_file",
          "virtual_server",
          "virtual_server_group");

  private static final Map<String, String> SYNC =
      Map.of("id", "id", "maxlen", "max-length", "port", "port", "ttl", "ttl", "group", "group");

  private static final Map<String, String> TIMEOUTS =
      Map.of("tcp", "tcp", "tcpfin", "fin", "udp", "udp");

  private final Conf conf;

  Globals(Conf conf) {
    this.conf = conf;
  }

  private Optional<String> value(String keyword) {
    return conf.all("global_defs")
        .flatMap(block -> block.all(keyword))
        .reduce((_, last) -> last)
        .flatMap(one -> one.word(1));
  }

  Optional<String> version() {
    return value("vrrp_version");
  }

  Optional<String> defaultInterface() {
    return value("default_interface");
  }

  Optional<String> startDelay() {
    return value("vrrp_startup_delay")
        .flatMap(Words::millis)
        .filter(millis -> millis > 0)
        .map(Words::duration);
  }

  /** Tells what has no match of what stands at the top, and in {@code global_defs}. */
  void write(Draft file) {
    for (var problem : conf.problems()) {
      file.note(new Node(problem.line(), List.of("the file"), List.of()), problem.what());
    }
    for (var node : conf.statements()) {
      if (!READ.contains(node.keyword())) {
        file.lose(node, Unsupported.why(node).orElse("no words for it"));
      }
    }
    conf.all("global_defs")
        .flatMap(block -> block.block().stream())
        .forEach(node -> write(node, file));
  }

  /** The kernel's sync daemons and time-outs, and the pipe, which stand in the director. */
  void writeKernel(Draft director) {
    for (var node : conf.all("global_defs").flatMap(block -> block.block().stream()).toList()) {
      if (!DIRECTED.contains(node.keyword())) {
        continue;
      }
      var unsupported = Unsupported.why(node);
      if (unsupported.isPresent()) {
        director.lose(node, unsupported.get());
        continue;
      }
      switch (node.keyword()) {
        case "lvs_sync_daemon" -> sync(node, director);
        case "lvs_timeouts" -> timeouts(node, director);
        default -> fifo(node, director);
      }
    }
  }

  /** {@code vrrp_notify_fifo /run/vrrp.fifo}; {@code notify_fifo} is for real servers as well. */
  private void fifo(Node node, Draft director) {
    boolean isForAll = node.keyword().equals("notify_fifo");
    if (node.words().size() < 2) {
      director.lose(node, "expected the name of a pipe");
    } else if (isForAll && value("vrrp_notify_fifo").isPresent()) {
      director.lose(node, "there is one pipe, that of vrrp_notify_fifo");
    } else {
      director.say(node, "notify-fifo " + Words.quoted(node.words().get(1)));
      if (isForAll) {
        director.note(node, "what becomes of real servers is not written there");
      }
      if (node.words().size() > 2) {
        director.note(node, "a pipe that is made is for the user that Weir runs as");
      }
    }
  }

  /** {@code lvs_sync_daemon eth1 inst VI_1 id 7 maxlen 1400 port 9000 ttl 2 group 239.0.0.1}. */
  private void sync(Node node, Draft director) {
    var on = node.word(1).orElse("");
    var out = new StringBuilder(" on ").append(Instances.interfaceName(on));
    var router = followed(node);
    if (router.isPresent() && !node.rest().contains("id")) {
      // keepalived's id is the number of its instance, unless it is said.
      out.append(" id ").append(router.get());
    }
    for (int i = 2; i + 1 < node.words().size(); i++) {
      var word = SYNC.get(node.words().get(i));
      var value = Words.plain(node.words().get(i + 1));
      if (word != null && value.isPresent()) {
        out.append(' ').append(word).append(' ').append(value.get());
        i++;
      }
    }
    if (router.isPresent()) {
      director.say(node, "sync vrrp " + router.get() + out);
      return;
    }
    director.say(node, "sync master" + out);
    director.say(node, "sync backup" + out);
    director.note(node, "found no instance that it follows: both daemons run, whoever is active");
  }

  /** The number of the instance that daemons follow. */
  private Optional<Integer> followed(Node node) {
    return node.word(2)
        .filter("inst"::equals)
        .flatMap(_ -> node.word(3))
        .or(() -> node.word(2))
        .flatMap(name -> conf.named("vrrp_instance", name))
        .filter(it -> it.last("interface").isPresent() || defaultInterface().isPresent())
        .flatMap(Instances::number)
        .filter(it -> it >= 1 && it <= 255);
  }

  /** {@code lvs_timeouts tcp 900 tcpfin 30 udp 300}. */
  private static void timeouts(Node node, Draft director) {
    var parts = new ArrayList<String>();
    for (int i = 1; i + 1 < node.words().size(); i += 2) {
      var word = TIMEOUTS.get(node.words().get(i));
      var seconds = Words.number(node.words().get(i + 1));
      if (word != null && seconds.filter(number -> number > 0).isPresent()) {
        parts.add(word + " " + seconds.get() + "s");
      }
    }
    if (parts.isEmpty()) {
      director.lose(node, "expected tcp, tcpfin or udp, and seconds");
    } else {
      director.say(node, "timeouts " + String.join(", ", parts));
    }
  }

  private static void write(Node node, Draft file) {
    if (MAIL.contains(node.keyword())) {
      file.lose(node, "no mail is sent; watch the metric weir_vrrp_state");
    } else if (node.keyword().equals("script_user")) {
      if (!node.word(1).equals(Optional.of("root"))) {
        file.lose(node, "programs run as the user that Weir runs as");
      }
    } else if (node.keyword().endsWith("notify_fifo_script")) {
      file.lose(node, "start what reads the pipe by itself");
    } else if (node.keyword().equals("vrrp_strict")) {
      file.lose(node, "there is no such mode, nor the firewall rules that it makes");
    } else if (!UNNEEDED.contains(node.keyword())) {
      file.lose(node, Unsupported.why(node).orElse("no words for it"));
    }
  }
}
