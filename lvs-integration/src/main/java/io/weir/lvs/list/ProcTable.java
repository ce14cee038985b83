package io.weir.lvs.list;

import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.Counters;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.TableState.ServerState;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Flag;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@code /proc/net/ip_vs}: the table for those who have no right to ask for it
 * (ip_vs_info_seq_show() in net/netfilter/ipvs/ip_vs_ctl.c). How long a service is persistent is
 * told in ticks of the kernel's, whose length is not told, so it stays unknown; so do options of
 * schedulers and kinds of tunnels.
 */
public final class ProcTable {
  /** Where the kernel shows it. */
  public static final String FILE = "/proc/net/ip_vs";

  private static final Pattern PLACE =
      Pattern.compile("(TCP|UDP|SCTP|ESP|AH) +(\\S+):([0-9A-F]{4}) (\\S+) (.*)");
  private static final Pattern MARK = Pattern.compile("FWM +([0-9A-F]{8}) (\\S+) (.*)");
  private static final Pattern SERVER =
      Pattern.compile(
          " +-> (\\S+):([0-9A-F]{4}) +(Masq|Local|Tunnel|Route|Bypass) +(\\d+) +(\\d+) +(\\d+) *");

  private ProcTable() {}

  /** A service with its servers. */
  public record Listed(VirtualService service, boolean isPersistent, List<ServerState> servers) {
    public Listed {
      servers = List.copyOf(servers);
    }
  }

  /** What the lines of the file say; lines that say nothing known are passed over. */
  public static List<Listed> parse(List<String> lines) {
    var services = new ArrayList<Listed>();
    var servers = new ArrayList<ServerState>();
    for (var line : lines.reversed()) {
      var server = match(SERVER, line).flatMap(ProcTable::server);
      if (server.isPresent()) {
        servers.addFirst(server.get());
        continue;
      }
      var service =
          match(PLACE, line)
              .flatMap(found -> place(found, servers))
              .or(() -> match(MARK, line).map(found -> mark(found, servers)));
      if (service.isPresent()) {
        services.addFirst(service.get());
        servers.clear();
      }
    }
    return List.copyOf(services);
  }

  private static Optional<MatchResult> match(Pattern pattern, String line) {
    var matcher = pattern.matcher(line);
    return matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
  }

  private static Optional<Listed> place(MatchResult line, List<ServerState> servers) {
    return address(line.group(2))
        .map(address -> {
          int port = HexFormat.fromHexDigits(line.group(3));
          var key = new ServiceKey.Place(Protocol.valueOf(line.group(1)), address, port);
          return listed(key, line.group(4), line.group(5), servers);
        });
  }

  /** Only its servers tell the family of such a service. */
  private static Listed mark(MatchResult line, List<ServerState> servers) {
    var family =
        servers.stream()
            .findFirst()
            .map(server -> Family.of(server.server().key().address()))
            .orElse(Family.IPV4);
    int mark = Math.max(1, HexFormat.fromHexDigits(line.group(1)));
    return listed(new ServiceKey.Mark(family, mark), line.group(2), line.group(3), servers);
  }

  private static Listed listed(
      ServiceKey key, String scheduler, String rest, List<ServerState> servers) {
    var name = scheduler.substring(0, Math.min(15, scheduler.length()));
    Set<Flag> flags = rest.contains("ops ") ? Set.of(Flag.ONE_PACKET) : Set.of();
    var service = new VirtualService(key, name, flags, Optional.empty(), Optional.empty());
    return new Listed(service, rest.contains("persistent "), List.copyOf(servers));
  }

  private static Optional<ServerState> server(MatchResult line) {
    return address(line.group(1))
        .map(address ->
            new ServerState(
                new RealServer(
                    new ServerKey(address, HexFormat.fromHexDigits(line.group(2))),
                    forwarding(line.group(3)),
                    (int) Math.min(Integer.MAX_VALUE, number(line.group(4)))),
                number(line.group(5)),
                number(line.group(6)),
                0,
                Counters.ZERO));
  }

  private static long number(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  /** Eight hexadecimal digits, or an IPv6 address in brackets. */
  private static Optional<InetAddress> address(String text) {
    try {
      return text.startsWith("[") && text.endsWith("]")
          ? Optional.of(InetAddress.ofLiteral(text.substring(1, text.length() - 1)))
          : Optional.of(AddressText.address(HexFormat.of().parseHex(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Forwarding forwarding(String word) {
    return switch (word) {
      case "Masq" -> new Forwarding.Masquerade();
      case "Local" -> new Forwarding.Local();
      case "Tunnel" -> new Forwarding.Tunnel(new Forwarding.Wrap.Ipip());
      case "Bypass" -> new Forwarding.Bypass();
      default -> new Forwarding.Direct();
    };
  }
}
