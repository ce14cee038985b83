package io.weir.main;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Verdict;
import io.weir.lvs.edge.accept.Door;
import io.weir.lvs.edge.accept.Enrolment;
import io.weir.lvs.edge.enlist.LinkStatus;
import io.weir.lvs.table.AddressText;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Who is registered with whom, for people and for programs. */
final class EdgeReport {
  private EdgeReport() {}

  /** A paragraph for each edge of this director, and for each director of this edge. */
  static String text(Optional<Door> door, List<LinkStatus> directors, long now) {
    var paragraphs = new ArrayList<String>();
    edges(door).forEach(edge -> paragraphs.add(text(edge, now)));
    directors.forEach(link -> paragraphs.add(text(link)));
    return paragraphs.isEmpty() ? "no registrations\n" : String.join("\n", paragraphs);
  }

  private static List<Enrolment> edges(Optional<Door> door) {
    return door.map(it -> List.copyOf(it.book().enrolments().values())).orElse(List.of());
  }

  private static String text(Enrolment edge, long now) {
    var out = new StringBuilder("edge %s: %s%n".formatted(edge.name(), edge.standing().word()));
    line(out, "since", seconds(now - edge.since()) + " s ago");
    line(out, "comes from", AddressText.of(edge.peer()));
    line(out, "started", Instant.ofEpochMilli(edge.epoch()).toString());
    if (edge.standing().isLive()) {
      line(
          out,
          "lease",
          "%s of %s s left".formatted(seconds(edge.left(now)), seconds(edge.lease().toNanos())));
      var load = edge.load();
      line(
          out,
          "load",
          "%d connections, loops %d ms late".formatted(load.connections(), load.lagMillis()));
    }
    edge.held().forEach(held -> line(out, "serves", text(held.offer(), held.verdict())));
    return out.toString();
  }

  private static String text(LinkStatus link) {
    var duty = link.duty();
    var out = new StringBuilder("director %s: %s%n".formatted(text(duty.at()), state(link)));
    line(out, "known as", duty.key().name());
    link.trouble().ifPresent(why -> line(out, "why", why));
    for (int i = 0; i < duty.offers().size(); i++) {
      var verdict = i < link.verdicts().size() ? link.verdicts().get(i) : Verdict.ACCEPTED;
      line(out, "serves", text(duty.offers().get(i), verdict));
    }
    return out.toString();
  }

  private static String state(LinkStatus link) {
    if (!link.isUp()) {
      return "not registered";
    }
    return (link.isDraining() ? "draining" : "registered")
        + (link.isDirecting() ? "" : ", it stands by");
  }

  private static String text(Offer offer, Verdict verdict) {
    var weight = "%s, weight %d".formatted(offer, offer.server().weight());
    return verdict == Verdict.ACCEPTED ? weight : weight + ": refused, " + verdict.text();
  }

  private static String text(InetSocketAddress at) {
    return AddressText.of(at.getAddress(), at.getPort());
  }

  private static String seconds(long nanos) {
    return "%.1f".formatted(Math.max(0, nanos) / 1e9);
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("  %-11s %s%n".formatted(name, value));
  }

  /** An object with a list of either. */
  static String json(Optional<Door> door, List<LinkStatus> directors, long now) {
    var edges = new JsonArray();
    edges(door).forEach(edge -> edges.add(json(edge, now)));
    var links = new JsonArray();
    directors.forEach(link -> links.add(json(link)));
    var refused = new JsonObject();
    door.ifPresent(it -> it.refusals().forEach((why, count) -> refused.put(why.label(), count)));
    return new JsonObject()
            .put("edges", edges)
            .put("directors", links)
            .put("refused", refused)
            .encodePrettily()
        + "\n";
  }

  private static JsonObject json(Enrolment edge, long now) {
    var serves = new JsonArray();
    edge.held().forEach(held -> serves.add(json(held.offer(), held.verdict())));
    return new JsonObject()
        .put("name", edge.name())
        .put("state", edge.standing().word())
        .put("sinceMillis", TimeUnit.NANOSECONDS.toMillis(now - edge.since()))
        .put("address", AddressText.of(edge.peer()))
        .put("epoch", edge.epoch())
        .put("leaseMillis", edge.lease().toMillis())
        .put(
            "leaseLeftMillis",
            edge.standing().isLive()
                ? Math.max(0, TimeUnit.NANOSECONDS.toMillis(edge.left(now)))
                : 0)
        .put("connections", edge.load().connections())
        .put("lagMillis", edge.load().lagMillis())
        .put("serves", serves);
  }

  private static JsonObject json(LinkStatus link) {
    var serves = new JsonArray();
    var offers = link.duty().offers();
    for (int i = 0; i < offers.size(); i++) {
      var isTold = i < link.verdicts().size();
      serves.add(json(offers.get(i), isTold ? link.verdicts().get(i) : Verdict.ACCEPTED));
    }
    var json =
        new JsonObject()
            .put("at", text(link.duty().at()))
            .put("name", link.duty().key().name())
            .put("isRegistered", link.isUp())
            .put("isDraining", link.isDraining())
            .put("isDirecting", link.isDirecting());
    link.trouble().ifPresent(why -> json.put("why", why));
    return json.put("serves", serves);
  }

  private static JsonObject json(Offer offer, Verdict verdict) {
    return new JsonObject()
        .put("service", offer.of().toString())
        .put("server", offer.server().key().toString())
        .put("weight", offer.server().weight())
        .put("verdict", verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
