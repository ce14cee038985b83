package io.weir.lvs.list;

import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Forwarding.Checksum;
import io.weir.lvs.table.Forwarding.Wrap;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Flag;
import io.weir.lvs.table.VirtualService.Persistence;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code ipvsadm-save -n} writes: a rule a line, in the options of ipvsadm(8). */
public final class SavedTable {
  private static final Duration PERSISTENCE = Duration.ofMinutes(5);
  private static final Set<String> ADD_SERVICE = Set.of("-A", "--add-service");
  private static final Set<String> ADD_SERVER = Set.of("-a", "--add-server");

  private final Map<ServiceKey, VirtualService> services = new LinkedHashMap<>();
  private final Map<ServiceKey, List<RealServer>> servers = new LinkedHashMap<>();
  private final List<String> mistakes = new ArrayList<>();

  private SavedTable() {}

  /** A service and its servers. */
  public record Saved(VirtualService service, List<RealServer> servers) {
    public Saved {
      servers = List.copyOf(servers);
    }
  }

  /**
   * What was read.
   *
   * @param mistakes a line for each rule that could not be
   */
  public record Result(List<Saved> services, List<String> mistakes) {
    public Result {
      services = List.copyOf(services);
      mistakes = List.copyOf(mistakes);
    }
  }

  /** Reads rules; blank lines and those that begin with {@code #} are passed over. */
  public static Result parse(List<String> lines) {
    var table = new SavedTable();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        table.rule(new Words(List.of(line.split("\\s+"))));
      } catch (IllegalArgumentException e) {
        table.mistakes.add("line " + (i + 1) + ": " + e.getMessage());
      }
    }
    var saved = new ArrayList<Saved>();
    table.services.forEach((key, service) ->
        saved.add(new Saved(service, table.servers.getOrDefault(key, List.of()))));
    return new Result(saved, table.mistakes);
  }

  private void rule(Words words) {
    var command = words.next("a command");
    if (ADD_SERVICE.contains(command)) {
      var rule = new Rule(words);
      services.put(rule.key(), rule.service());
    } else if (ADD_SERVER.contains(command)) {
      var rule = new Rule(words);
      if (!services.containsKey(rule.key())) {
        throw new IllegalArgumentException("a server of " + rule.key() + ", which was not added");
      }
      servers.computeIfAbsent(rule.key(), _ -> new ArrayList<>()).add(rule.server());
    } else {
      throw new IllegalArgumentException("found '" + command + "'; expected -A or -a");
    }
  }

  /** The words of a rule, one by one. */
  private static final class Words {
    private final List<String> words;
    private int at;

    Words(List<String> words) {
      this.words = words;
    }

    boolean hasNext() {
      return at < words.size();
    }

    String next(String expected) {
      if (!hasNext()) {
        throw new IllegalArgumentException("the rule ends too early; expected " + expected);
      }
      return words.get(at++);
    }

    /** The next word if it is a number. */
    Optional<String> nextNumber() {
      boolean isNumber = hasNext() && words.get(at).chars().allMatch(Character::isDigit);
      return isNumber ? Optional.of(words.get(at++)) : Optional.empty();
    }
  }

  /** The options of one rule. */
  private static final class Rule {
    private Optional<ServiceKey> key = Optional.empty();
    private Optional<Integer> mark = Optional.empty();
    private Family family = Family.IPV4;
    private String scheduler = "wlc";
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private Optional<Duration> persistence = Optional.empty();
    private Optional<String> mask = Optional.empty();
    private Optional<String> engine = Optional.empty();
    private String server = "";
    private String method = "-g";
    private int weight = 1;
    private long upper;
    private long lower;
    private String tunnel = "ipip";
    private int tunnelPort;
    private Checksum checksum = Checksum.NONE;

    Rule(Words words) {
      while (words.hasNext()) {
        option(words.next("an option"), words);
      }
    }

    private void option(String option, Words words) {
      switch (option) {
        case "-t", "--tcp-service" -> place(Protocol.TCP, words);
        case "-u", "--udp-service" -> place(Protocol.UDP, words);
        case "--sctp-service" -> place(Protocol.SCTP, words);
        case "-f", "--fwmark-service" -> mark = Optional.of(number(words, "a mark"));
        case "-6", "--ipv6" -> family = Family.IPV6;
        case "-s", "--scheduler" -> scheduler = words.next("a scheduler");
        case "-b", "--sched-flags" -> flags(words.next("flags"));
        case "-o", "-O", "--ops" -> flags.add(Flag.ONE_PACKET);
        case "-p", "--persistent" ->
            persistence =
                Optional.of(
                    words
                        .nextNumber()
                        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                        .orElse(PERSISTENCE));
        case "-M", "--netmask" -> mask = Optional.of(words.next("a mask"));
        case "--pe" -> engine = Optional.of(words.next("an engine"));
        default -> serverOption(option, words);
      }
    }

    private void serverOption(String option, Words words) {
      switch (option) {
        case "-r", "--real-server" -> server = words.next("a server");
        case "-g", "--gatewaying", "-i", "--ipip", "-m", "--masquerading" ->
            method = "-" + option.replace("-", "").charAt(0);
        case "-w", "--weight" -> weight = number(words, "a weight");
        case "-x", "--u-threshold" -> upper = number(words, "a threshold");
        case "-y", "--l-threshold" -> lower = number(words, "a threshold");
        case "--tun-type" -> tunnel = words.next("a type of tunnel");
        case "--tun-port" -> tunnelPort = number(words, "a port");
        case "--tun-nocsum" -> checksum = Checksum.NONE;
        case "--tun-csum" -> checksum = Checksum.FULL;
        case "--tun-remcsum" -> checksum = Checksum.REMOTE;
        default -> throw new IllegalArgumentException("unknown option '" + option + "'");
      }
    }

    private static int number(Words words, String expected) {
      return words
          .nextNumber()
          .filter(text -> text.length() < 10)
          .map(Integer::parseInt)
          .orElseThrow(() -> new IllegalArgumentException("expected " + expected));
    }

    private void flags(String words) {
      for (var word : words.split(",", -1)) {
        switch (word) {
          case "sh-fallback", "mh-fallback", "flag-1" -> flags.add(Flag.SCHEDULER_1);
          case "sh-port", "mh-port", "flag-2" -> flags.add(Flag.SCHEDULER_2);
          case "flag-3" -> flags.add(Flag.SCHEDULER_3);
          default -> throw new IllegalArgumentException("unknown flag '" + word + "'");
        }
      }
    }

    private void place(Protocol protocol, Words words) {
      var at = endpoint(words.next("an address and a port"));
      key = Optional.of(new ServiceKey.Place(protocol, at.address(), at.port()));
    }

    private static ServerKey endpoint(String text) {
      int colon = text.lastIndexOf(':');
      var host = colon < 0 ? text : text.substring(0, colon);
      var bare = host.startsWith("[") ? host.substring(1, Math.max(1, host.length() - 1)) : host;
      try {
        int port = colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1));
        return new ServerKey(InetAddress.ofLiteral(bare), port);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "found '" + text + "'; expected an address and a port, as 'ipvsadm -S -n' writes", e);
      }
    }

    ServiceKey key() {
      return key.or(() -> mark.map(number -> new ServiceKey.Mark(family, number)))
          .orElseThrow(() -> new IllegalArgumentException("no service; expected -t, -u or -f"));
    }

    VirtualService service() {
      var key = key();
      int prefix =
          mask.map(text ->
                  text.indexOf('.') < 0
                      ? Integer.parseInt(text)
                      : Integer.bitCount(bits(InetAddress.ofLiteral(text).getAddress())))
              .orElse(key.family().bits());
      return new VirtualService(
          key, scheduler, flags, persistence.map(it -> new Persistence(it, prefix)), engine);
    }

    private static int bits(byte[] octets) {
      int bits = 0;
      for (byte octet : octets) {
        bits = bits << 8 | Byte.toUnsignedInt(octet);
      }
      return bits;
    }

    RealServer server() {
      return new RealServer(endpoint(server), forwarding(), weight, upper, lower);
    }

    private Forwarding forwarding() {
      return switch (method) {
        case "-m" -> new Forwarding.Masquerade();
        case "-i" -> new Forwarding.Tunnel(wrap());
        default -> new Forwarding.Direct();
      };
    }

    private Wrap wrap() {
      return switch (tunnel) {
        case "gue" -> new Wrap.Gue(tunnelPort, checksum);
        case "gre" -> new Wrap.Gre(checksum);
        case "ipip" -> new Wrap.Ipip();
        default -> throw new IllegalArgumentException("unknown type of tunnel '" + tunnel + "'");
      };
    }
  }
}
