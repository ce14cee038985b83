package io.weir.main.keepalived;

import java.util.List;
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
          "dynamic_interfaces");

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

  private static void write(Node node, Draft file) {
    if (MAIL.contains(node.keyword())) {
      file.lose(node, "no mail is sent; watch the metric weir_vrrp_state");
    } else if (node.keyword().equals("script_user")) {
      if (!node.word(1).equals(Optional.of("root"))) {
        file.lose(node, "programs run as the user that Weir runs as");
      }
    } else if (node.keyword().equals("vrrp_strict")) {
      file.lose(node, "there is no such mode, nor the firewall rules that it makes");
    } else if (!UNNEEDED.contains(node.keyword())) {
      file.lose(node, Unsupported.why(node).orElse("no words for it"));
    }
  }
}
