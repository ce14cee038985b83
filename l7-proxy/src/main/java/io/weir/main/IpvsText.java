package io.weir.main;

import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.Counters;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.ServiceKey;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kernel's table for people, in the form that ipvsadm has made known. Pure. */
final class IpvsText {
  private IpvsText() {}

  /** Services and servers with what they have to do. */
  static String list(IpvsView view) {
    var out =
        new StringBuilder(
            """
            Prot LocalAddress:Port Scheduler Flags
              -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
            """);
    for (var service : view.services()) {
      out.append(name(service.service().key())).append(' ').append(settings(service)).append('\n');
      for (var state : service.servers()) {
        var server = state.server();
        var line =
            "  -> %-28s %-7s %-6d %-10d %d"
                .formatted(
                    server.key(),
                    server.forwarding().word(),
                    server.weight(),
                    state.active(),
                    state.inactive());
        out.append(line).append('\n');
      }
    }
    return out.toString();
  }

  private static String settings(IpvsView.Service listed) {
    var service = listed.service();
    var out = new StringBuilder(service.scheduler());
    if (!service.flags().isEmpty()) {
      out.append(
          service.flags().stream()
              .sorted()
              .map(flag -> flag.word(service.scheduler()))
              .collect(Collectors.joining(",", " (", ")")));
    }
    if (listed.isPersistent()) {
      out.append(" persistent");
    }
    service
        .persistence()
        .ifPresent(persistence -> {
          out.append(' ').append(persistence.timeout().toSeconds());
          if (persistence.prefix() < service.key().family().bits()) {
            out.append(" mask ").append(persistence.prefix());
          }
        });
    service.engine().ifPresent(engine -> out.append(" pe ").append(engine));
    return out.toString();
  }

  private static String name(ServiceKey key) {
    return switch (key) {
      case ServiceKey.Place(var protocol, var address, var port) ->
          "%-4s %s".formatted(protocol, AddressText.of(address, port));
      case ServiceKey.Mark(var family, var mark) ->
          "FWM  %s%s"
              .formatted(Integer.toUnsignedString(mark), family == Family.IPV6 ? " IPv6" : "");
    };
  }

  /** What has been counted. */
  static String stats(IpvsView view) {
    return table(
        view,
        List.of("Conns", "InPkts", "OutPkts", "InBytes", "OutBytes"),
        it ->
            List.of(
                it.connections(), it.inPackets(), it.outPackets(), it.inBytes(), it.outBytes()));
  }

  /** What is estimated for a second. */
  static String rates(IpvsView view) {
    return table(
        view,
        List.of("CPS", "InPPS", "OutPPS", "InBPS", "OutBPS"),
        it ->
            List.of(
                it.connectionsPerSecond(),
                it.inPacketsPerSecond(),
                it.outPacketsPerSecond(),
                it.inBytesPerSecond(),
                it.outBytesPerSecond()));
  }

  private static String table(
      IpvsView view, List<String> titles, Function<Counters, List<Long>> numbers) {
    var out = new StringBuilder("%-38s".formatted("Prot LocalAddress:Port"));
    titles.forEach(title -> out.append(" %12s".formatted(title)));
    out.append("\n  -> RemoteAddress:Port\n");
    for (var service : view.services()) {
      row(out, name(service.service().key()), numbers.apply(service.counters()));
      for (var server : service.servers()) {
        row(out, "  -> " + server.server().key(), numbers.apply(server.counters()));
      }
    }
    return out.toString();
  }

  private static void row(StringBuilder out, String name, List<Long> numbers) {
    out.append("%-38s".formatted(name));
    numbers.forEach(number -> out.append(" %12s".formatted(Long.toUnsignedString(number))));
    out.append('\n');
  }
}
