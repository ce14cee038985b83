package io.weir.main.keepalived;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What instances track, and the blocks at the top of the file that say what that is. */
final class Tracks {
  private static final Set<String> SCRIPT =
      Set.of("script", "interval", "timeout", "rise", "fall", "weight", "init_fail", "user");
  private static final Set<String> PROCESS =
      Set.of("process", "weight", "delay", "terminate_delay", "fork_delay");
  private static final Set<String> FILE = Set.of("file", "weight", "init_file");

  private final Conf conf;

  Tracks(Conf conf) {
    this.conf = conf;
  }

  /** {@code track_interface { eth1 weight -50 }}. */
  void interfaces(Node block, String own, Draft draft) {
    for (var node : block.block()) {
      // The own one counts anyway.
      if (!node.keyword().equals(own)) {
        say(node, "track interface " + Instances.interfaceName(node.keyword()), "0", draft);
      }
    }
  }

  /** {@code track_script { alive weight 10 }}. */
  void scripts(Node block, Draft draft) {
    for (var node : block.block()) {
      var named = conf.named("vrrp_script", node.keyword());
      if (named.isEmpty()) {
        draft.lose(node, "there is no vrrp_script of this name");
        continue;
      }
      var command = named.get().last("script").map(Tracks::command).orElse("");
      var out = new StringBuilder("track script ").append(Words.quoted(command));
      var every = millis(named.get(), "interval").orElse(1000L);
      out.append(" every ").append(Words.duration(every));
      millis(named.get(), "timeout")
          .ifPresent(timeout -> out.append(" timeout ").append(Words.duration(timeout)));
      for (var keyword : List.of("rise", "fall")) {
        number(named.get(), keyword)
            .ifPresent(number -> out.append(' ').append(keyword).append(' ').append(number));
      }
      say(node, out.toString(), weight(named.get(), "0"), draft);
    }
  }

  /** Whole as it stands, or put together of its words. */
  private static String command(Node script) {
    var words = script.rest();
    return words.size() == 1
        ? words.getFirst()
        : words.stream()
            .map(word -> word.indexOf(' ') < 0 ? word : "'" + word + "'")
            .collect(Collectors.joining(" "));
  }

  /** {@code track_process { nginx }}. */
  void processes(Node block, Draft draft) {
    for (var node : block.block()) {
      var named = conf.named("vrrp_track_process", node.keyword());
      var words = named.flatMap(one -> one.last("process")).map(Node::rest).orElse(List.of());
      if (words.isEmpty()) {
        draft.lose(node, "there is no vrrp_track_process of this name");
        continue;
      }
      var name = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
      say(node, "track process " + Words.quoted(name), weight(named.get(), "0"), draft);
      if (words.size() > 1) {
        draft.note(node, "a process is known by its name, whatever its arguments are");
      }
    }
  }

  /** {@code track_file { load weight -1 }}. */
  void files(Node block, Draft draft) {
    for (var node : block.block()) {
      var named =
          conf.named("vrrp_track_file", node.keyword())
              .or(() -> conf.named("track_file", node.keyword()));
      var file = named.flatMap(one -> one.last("file")).flatMap(one -> one.word(1));
      if (file.isEmpty()) {
        draft.lose(node, "there is no vrrp_track_file of this name");
        continue;
      }
      say(node, "track file " + Words.quoted(file.get()), weight(named.get(), "1"), draft);
    }
  }

  /** The statement with the weight that stands here, or else that of what is tracked. */
  private static void say(Node node, String text, String otherwise, Draft draft) {
    var rest = node.rest();
    var weight = otherwise;
    for (int i = 0; i < rest.size(); i++) {
      if (rest.get(i).equals("weight") && i + 1 < rest.size()) {
        weight = rest.get(++i);
      } else if (!rest.get(i).equals("no_reverse") && !rest.get(i).equals("noreverse")) {
        draft.lose(
            node,
            Unsupported.why(node)
                .orElse("no words for \"" + Words.shown(rest.get(i)) + "\" of what is tracked"));
        return;
      }
    }
    if (!weight.matches("[+-]?[0-9]{1,4}")) {
      draft.lose(node, Unsupported.why(node).orElse("expected a weight"));
      return;
    }
    draft.say(node, Integer.parseInt(weight) == 0 ? text : text + " weight " + weight);
  }

  private static String weight(Node named, String otherwise) {
    return named.last("weight").flatMap(one -> one.word(1)).orElse(otherwise);
  }

  private static Optional<Long> millis(Node named, String keyword) {
    return named.last(keyword).flatMap(one -> one.word(1)).flatMap(Words::millis);
  }

  private static Optional<Integer> number(Node named, String keyword) {
    return named.last(keyword).flatMap(one -> one.word(1)).flatMap(Words::number);
  }

  /** What the blocks at the top say that has no match, or are for nobody. */
  void write(Draft file) {
    var used = new HashSet<String>();
    conf.statements().stream()
        .filter(one -> List.of("vrrp_instance", "vrrp_sync_group").contains(one.keyword()))
        .flatMap(one -> one.block().stream())
        .filter(one -> one.keyword().startsWith("track_"))
        .flatMap(one -> one.block().stream())
        .forEach(one -> used.add(one.keyword()));
    for (var node : conf.statements()) {
      var known =
          switch (node.keyword()) {
            case "vrrp_script" -> SCRIPT;
            case "vrrp_track_process" -> PROCESS;
            case "vrrp_track_file", "track_file" -> FILE;
            default -> Set.<String>of();
          };
      if (known.isEmpty()) {
        continue;
      }
      if (!used.contains(node.word(1).orElse(""))) {
        file.lose(node, "no instance tracks \"" + Words.shown(node.word(1).orElse("")) + "\"");
        continue;
      }
      for (var one : node.block()) {
        write(one, known, file);
      }
    }
  }

  private static void write(Node node, Set<String> known, Draft file) {
    if (!known.contains(node.keyword())) {
      file.lose(node, Unsupported.why(node).orElse("no words for it"));
      return;
    }
    switch (node.keyword()) {
      case "user" -> {
        if (!node.word(1).equals(Optional.of("root"))) {
          file.lose(node, "programs run as the user that Weir runs as");
        }
      }
      case "init_file" -> file.lose(node, "a file that is not there counts as 0; none is made");
      case "delay", "terminate_delay", "fork_delay" ->
          file.lose(node, "what is seen of a process counts at once");
      default -> {}
    }
  }
}
