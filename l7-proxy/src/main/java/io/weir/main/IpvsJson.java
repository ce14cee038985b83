package io.weir.main;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.Counters;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.TableState.ServerState;
import java.util.Locale;

/** The kernel's table for programs: one object in one line. Pure. */
final class IpvsJson {
  private IpvsJson() {}

  static String of(IpvsView view) {
    var services = new JsonArray();
    view.services().forEach(service -> services.add(service(service, view.isCounted())));
    return new JsonObject().put("services", services).encode() + "\n";
  }

  private static JsonObject service(IpvsView.Service listed, boolean isCounted) {
    var service = listed.service();
    var out = new JsonObject();
    switch (service.key()) {
      case ServiceKey.Place(var protocol, var address, var port) ->
          out.put("protocol", protocol.name().toLowerCase(Locale.ROOT))
              .put("address", AddressText.of(address))
              .put("port", port);
      case ServiceKey.Mark(var family, var mark) ->
          out.put("mark", Integer.toUnsignedLong(mark)).put("bits", family.bits());
    }
    out.put("scheduler", service.scheduler());
    var flags = new JsonArray();
    service.flags().stream().sorted().forEach(flag -> flags.add(flag.word(service.scheduler())));
    out.put("flags", flags).put("persistent", listed.isPersistent());
    service
        .persistence()
        .ifPresent(persistence ->
            out.put("persistSeconds", persistence.timeout().toSeconds())
                .put("persistMask", persistence.prefix()));
    service.engine().ifPresent(engine -> out.put("engine", engine));
    if (isCounted) {
      out.put("counters", counters(listed.counters()));
    }
    var servers = new JsonArray();
    listed.servers().forEach(server -> servers.add(server(server, isCounted)));
    return out.put("servers", servers);
  }

  private static JsonObject server(ServerState state, boolean isCounted) {
    var server = state.server();
    var out =
        new JsonObject()
            .put("address", AddressText.of(server.key().address()))
            .put("port", server.key().port())
            .put("forward", server.forwarding().word().toLowerCase(Locale.ROOT))
            .put("weight", server.weight())
            .put("active", state.active())
            .put("inactive", state.inactive());
    if (isCounted) {
      tunnel(server, out);
      out.put("persistent", state.persistent())
          .put("upper", server.upper())
          .put("lower", server.lower())
          .put("counters", counters(state.counters()));
    }
    return out;
  }

  private static void tunnel(RealServer server, JsonObject out) {
    if (server.forwarding() instanceof Forwarding.Tunnel(var wrap)) {
      switch (wrap) {
        case Forwarding.Wrap.Ipip _ -> out.put("tunnel", "ipip");
        case Forwarding.Wrap.Gue(var port, var checksum) ->
            out.put("tunnel", "gue").put("tunnelPort", port).put("checksum", text(checksum));
        case Forwarding.Wrap.Gre(var checksum) ->
            out.put("tunnel", "gre").put("checksum", text(checksum));
      }
    }
  }

  private static String text(Forwarding.Checksum checksum) {
    return checksum.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject counters(Counters counters) {
    return new JsonObject()
        .put("connections", counters.connections())
        .put("inPackets", counters.inPackets())
        .put("outPackets", counters.outPackets())
        .put("inBytes", counters.inBytes())
        .put("outBytes", counters.outBytes())
        .put("connectionsPerSecond", counters.connectionsPerSecond())
        .put("inPacketsPerSecond", counters.inPacketsPerSecond())
        .put("outPacketsPerSecond", counters.outPacketsPerSecond())
        .put("inBytesPerSecond", counters.inBytesPerSecond())
        .put("outBytesPerSecond", counters.outBytesPerSecond());
  }
}
