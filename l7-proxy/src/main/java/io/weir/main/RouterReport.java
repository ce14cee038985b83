package io.weir.main;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.vrrp.packet.AddressClaim;
import io.weir.vrrp.run.Move;
import io.weir.vrrp.run.RouterConfig;
import io.weir.vrrp.run.RouterStatus;
import io.weir.vrrp.run.VirtualAddress;
import io.weir.vrrp.state.Role;
import io.weir.vrrp.state.State;
import java.net.InetAddress;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How virtual routers are, for people and for programs. */
final class RouterReport {
  private RouterReport() {}

  /** A paragraph for each router. */
  static String text(List<RouterStatus> routers) {
    return routers.isEmpty()
        ? "no virtual routers\n"
        : routers.stream().map(RouterReport::text).collect(Collectors.joining("\n"));
  }

  private static String text(RouterStatus router) {
    var config = router.config();
    var out = new StringBuilder();
    out.append("%s: %s%n".formatted(config.id(), router.role().label()));
    why(router).ifPresent(why -> line(out, "why", why));
    router.down().forEach(down -> line(out, "down", down));
    line(out, "priority", priority(router));
    line(out, "addresses", joined(config.addresses()));
    if (!config.excluded().isEmpty()) {
      line(out, "excluded", joined(config.excluded()));
    }
    config.link().ifPresent(link -> line(out, "interface", link + ", " + mac(config)));
    router.source().ifPresent(source -> line(out, "sends from", source.getHostAddress()));
    leader(router).ifPresent(leader -> line(out, "active is", leader));
    var counters = router.counters();
    line(
        out,
        "adverts",
        "version %d, every %d ms; %d sent, %d could not be, %d received, %d refused"
            .formatted(
                config.rules().version().number(),
                config.rules().intervalCentis() * 10,
                counters.sent(),
                counters.unsent(),
                counters.received(),
                counters.rejected().values().stream().mapToLong(Long::longValue).sum()));
    counters.rejected().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(one ->
            line(out, "refused", "%d: %s".formatted(one.getValue(), one.getKey().meaning())));
    if (!counters.forms().isEmpty()) {
      line(out, "checksums", forms(router));
    }
    if (counters.conflicts() > 0) {
      line(
          out,
          "conflicts",
          "%d seconds in which another machine had an address".formatted(counters.conflicts()));
    }
    line(out, "latest", "%.3f ms behind its time".formatted(counters.maxLateNanos() / 1e6));
    router.moves().forEach(move -> line(out, "moved", text(move)));
    return out.toString();
  }

  private static String mac(RouterConfig config) {
    return config.mac().map(AddressClaim::text).orElse("");
  }

  private static String joined(Collection<VirtualAddress> addresses) {
    return addresses.stream().map(VirtualAddress::toString).collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("  %-11s %s%n".formatted(name, value));
  }

  /** Why the router is in its role. */
  private static Optional<String> why(RouterStatus router) {
    return router.moves().stream()
        .findFirst()
        .map(move ->
            "%s, since %s"
                .formatted(move.cause().meaning(), move.at().truncatedTo(ChronoUnit.MILLIS)));
  }

  private static String priority(RouterStatus router) {
    return router.priority() == router.config().priority()
        ? Integer.toString(router.priority())
        : "%d, of %d by configuration".formatted(router.priority(), router.config().priority());
  }

  private static Optional<String> leader(RouterStatus router) {
    return router.role() == Role.ACTIVE
        ? Optional.of("this router")
        : router
            .leader()
            .filter(leader -> leader.priority() > 0)
            .map(leader ->
                "%s, priority %d".formatted(leader.address().getHostAddress(), leader.priority()));
  }

  private static String forms(RouterStatus router) {
    return router.counters().forms().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(one ->
            switch (one.getKey()) {
                  case PSEUDO_HEADER -> "pseudo-header";
                  case MESSAGE_ONLY -> "message-only";
                }
                + " "
                + one.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String text(Move move) {
    return "%s  %s -> %s: %s"
        .formatted(
            move.at().truncatedTo(ChronoUnit.MILLIS),
            move.from().label(),
            move.to().label(),
            move.cause().meaning());
  }

  /** An array with an object for each router. */
  static String json(List<RouterStatus> routers) {
    var all = new JsonArray();
    routers.forEach(router -> all.add(json(router)));
    return all.encodePrettily() + "\n";
  }

  private static JsonObject json(RouterStatus router) {
    var config = router.config();
    var counters = router.counters();
    var rejected = new JsonObject();
    counters.rejected().forEach((reason, count) -> rejected.put(reason.label(), count));
    var forms = new JsonObject();
    counters
        .forms()
        .forEach((form, count) ->
            forms.put(form.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
    var json =
        new JsonObject()
            .put("vrid", config.id().vrid())
            .put("interface", config.id().on())
            .put("version", config.rules().version().number())
            .put("state", router.role().label())
            .put("priority", router.priority())
            .put("basePriority", config.priority())
            .put("advertMillis", config.rules().intervalCentis() * 10)
            .put("addresses", strings(config.addresses()))
            .put("excluded", strings(config.excluded()))
            .put(
                "peers", strings(config.peers().stream().map(InetAddress::getHostAddress).toList()))
            .put("down", strings(router.down()))
            .put(
                "adverts",
                new JsonObject()
                    .put("sent", counters.sent())
                    .put("unsent", counters.unsent())
                    .put("received", counters.received())
                    .put("releases", counters.releases())
                    .put("otherAddresses", counters.otherAddresses())
                    .put("refused", rejected)
                    .put("checksums", forms)
                    .put("maxLateMillis", counters.maxLateNanos() / 1e6))
            .put("conflicts", counters.conflicts())
            .put("takeovers", counters.takeovers());
    config.link().ifPresent(link -> json.put("link", link).put("mac", mac(config)));
    router.source().ifPresent(source -> json.put("source", source.getHostAddress()));
    router.leader().ifPresent(leader -> json.put("active", json(leader)));
    var moves = new JsonArray();
    router.moves().forEach(move -> moves.add(json(move)));
    return json.put("moves", moves);
  }

  private static JsonObject json(State.Leader leader) {
    return new JsonObject()
        .put("address", leader.address().getHostAddress())
        .put("priority", leader.priority());
  }

  private static JsonObject json(Move move) {
    var json =
        new JsonObject()
            .put("at", move.at().toString())
            .put("from", move.from().label())
            .put("to", move.to().label())
            .put("cause", move.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .put("why", move.cause().meaning())
            .put("priority", move.priority());
    move.leader().ifPresent(leader -> json.put("active", json(leader)));
    return json;
  }

  private static JsonArray strings(List<?> values) {
    var array = new JsonArray();
    values.forEach(value -> array.add(value.toString()));
    return array;
  }
}
