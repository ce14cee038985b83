package io.weir.main;

import io.weir.lvs.list.SavedTable.Saved;
import io.weir.lvs.probe.Marks;
import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Forwarding.Wrap;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Flag;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a table as a configuration; not in the one style. Pure. */
final class DirectorText {
  private static final Set<Protocol> WRITTEN = Set.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);

  private DirectorText() {}

  /**
   * The configuration.
   *
   * @param untold gets a line for each thing that the language has no words for
   */
  static String of(List<Saved> services, List<String> untold) {
    var out = new StringBuilder("weir 1\n\ndirector {\n");
    for (var saved : services) {
      var service = saved.service();
      if (Marks.isOwn(service.key())) {
        // A Weir has made it, and makes it again if it needs it.
        continue;
      }
      if (isWritten(service, untold)) {
        out.append("virtual ").append(place(service.key())).append(" {\n");
        settings(service, out);
        saved.servers().forEach(server -> server(service.key(), server, out, untold));
        out.append("}\n");
      }
    }
    return out.append("}\n").toString();
  }

  private static boolean isWritten(VirtualService service, List<String> untold) {
    boolean isKnown =
        switch (service.key()) {
          case ServiceKey.Place(var protocol, _, _) -> WRITTEN.contains(protocol);
          case ServiceKey.Mark(_, var mark) -> mark > 0;
        };
    if (!isKnown || service.scheduler().equals("none")) {
      untold.add(service.key() + " " + service.scheduler() + " is left out: it has no words");
      return false;
    }
    return true;
  }

  private static String place(ServiceKey key) {
    return switch (key) {
      case ServiceKey.Place(var protocol, var address, var port) ->
          AddressText.of(address, port) + " " + protocol.name().toLowerCase(Locale.ROOT);
      case ServiceKey.Mark(var family, var mark) ->
          "mark " + mark + (family == Family.IPV6 ? " ipv6" : "");
    };
  }

  private static void settings(VirtualService service, StringBuilder out) {
    out.append("schedule ").append(service.scheduler());
    boolean isFallback = service.flags().contains(Flag.SCHEDULER_1);
    out.append(isFallback ? " fallback" : "");
    if (service.flags().contains(Flag.SCHEDULER_2)) {
      out.append(isFallback ? ", port" : " port");
    }
    out.append('\n');
    service
        .persistence()
        .ifPresent(persistence -> {
          out.append("persist ").append(Settings.duration(persistence.timeout()));
          if (persistence.prefix() < service.key().family().bits()) {
            out.append(" mask ").append(persistence.prefix());
          }
          out.append(service.engine().isPresent() ? " by " + service.engine().get() : "")
              .append('\n');
        });
    if (service.flags().contains(Flag.ONE_PACKET)) {
      out.append("one-packet\n");
    }
  }

  private static void server(
      ServiceKey of, RealServer server, StringBuilder out, List<String> untold) {
    var forward =
        switch (server.forwarding()) {
          case Forwarding.Direct _, Forwarding.Local _ -> "dr";
          case Forwarding.Masquerade _ -> "nat";
          case Forwarding.Tunnel(var wrap) -> "tunnel " + wrap(wrap);
          case Forwarding.Bypass _ -> "";
        };
    if (forward.isEmpty()) {
      untold.add(of + " -> " + server.key() + " is left out: only the kernel makes such servers");
      return;
    }
    // Only NAT has ports of its own; what is written elsewhere was never looked at by the kernel.
    boolean isTold = forward.equals("nat") || of instanceof ServiceKey.Mark;
    boolean hasPort = isTold && server.key().port() > 0;
    var address = server.key().address();
    out.append("real ")
        .append(hasPort ? AddressText.of(address, server.key().port()) : AddressText.of(address))
        .append(" weight ")
        .append(server.weight())
        .append(" forward ")
        .append(forward);
    if (server.upper() > 0) {
      out.append(" max-conns ").append(server.upper());
      out.append(server.lower() > 0 ? " resume " + server.lower() : "");
    }
    out.append('\n');
  }

  private static String wrap(Wrap wrap) {
    return switch (wrap) {
      case Wrap.Ipip _ -> "ipip";
      case Wrap.Gue(var port, var checksum) -> "gue " + port + checksum(checksum);
      case Wrap.Gre(var checksum) -> "gre" + checksum(checksum);
    };
  }

  private static String checksum(Forwarding.Checksum checksum) {
    return switch (checksum) {
      case NONE -> "";
      case FULL -> " checksum";
      case REMOTE -> " remote-checksum";
    };
  }
}
