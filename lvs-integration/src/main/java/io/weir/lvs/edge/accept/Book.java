package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Message;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Refusal;
import io.weir.lvs.edge.Verdict;
import io.weir.lvs.edge.accept.Enrolment.Held;
import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a director knows of its edges, and the rules by which it learns more. Of each name there is
 * one edge: the process that started last, on its newest stream. Pure: {@link #step} gives the next
 * book and leaves this one as it is.
 *
 * <p>An edge whose stream is closed is gone, for it is its kernel that says so. One that only falls
 * silent may be on the other side of a broken network, and stays in the book as that.
 *
 * @param enrolments by name
 */
public record Book(AcceptRules rules, SortedMap<String, Enrolment> enrolments) {
  /** Of a director that has just started. */
  public static final Book EMPTY = new Book(AcceptRules.NOBODY, new TreeMap<>());

  /** Before an edge has asked for another one. */
  static final Duration LEASE = Duration.ofSeconds(3);

  static final Duration LEAST_LEASE = Duration.ofMillis(500);
  static final Duration MOST_LEASE = Duration.ofSeconds(60);

  /**
   * How long the start of an edge that is gone is remembered, for what its former process may still
   * say; not for ever, as clocks are set back.
   */
  static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(60);

  public Book {
    enrolments = Collections.unmodifiableSortedMap(new TreeMap<>(enrolments));
  }

  /** What an event leads to. */
  public Step step(Event event, long now) {
    return switch (event) {
      case Event.Opened opened -> opened(opened, now);
      case Event.Heard(var stream, var message) ->
          on(stream).map(edge -> heard(edge, message, now)).orElseGet(() -> superseded(stream));
      case Event.Closed(var stream) -> on(stream).map(edge -> closed(edge, now)).orElse(same());
      case Event.Governed(var next) -> governed(next, now);
      case Event.Passed _ -> passed(now);
    };
  }

  /** The real servers that edges are now, in the order of their names. */
  public List<Member> members() {
    var members = new ArrayList<Member>();
    for (var edge : enrolments.values()) {
      for (var held : edge.held()) {
        if (held.isAccepted()) {
          members.add(new Member(edge.name(), edge.epoch(), edge.standing(), held.offer()));
        }
      }
    }
    return List.copyOf(members);
  }

  private Step opened(Event.Opened opened, long now) {
    if (!rules.allowed().containsKey(opened.name())) {
      return cut(opened.stream(), Refusal.DISMISSED);
    }
    var before = Optional.ofNullable(enrolments.get(opened.name()));
    if (before.isPresent() && before.get().epoch() > opened.epoch()) {
      return new Step(
          this,
          Optional.empty(),
          Map.of(opened.stream(), Refusal.OLD_BOOT),
          List.of(warn(opened.name(), "is refused: " + Refusal.OLD_BOOT.text())));
    }
    var cuts = new HashMap<Long, Refusal>();
    before
        .filter(edge -> edge.standing().isLive())
        .ifPresent(edge -> cuts.put(edge.stream(), Refusal.SUPERSEDED));
    // What it held is kept until it says what it holds: a new stream must not make weights flap.
    var edge =
        new Enrolment(
            opened.name(),
            opened.peer(),
            opened.epoch(),
            opened.stream(),
            Standing.SERVING,
            now,
            now,
            before.map(Enrolment::lease).orElse(LEASE),
            before.map(Enrolment::held).orElse(List.of()),
            Load.NONE);
    var notices =
        before.filter(it -> it.standing() == Standing.SILENT).isPresent()
            ? List.of(tell(opened.name(), "is back"))
            : List.<Notice>of();
    return new Step(with(edge), Optional.empty(), cuts, notices);
  }

  private Step heard(Enrolment edge, Message message, long now) {
    var alive = edge.heard(now);
    return switch (message) {
      case Message.Register register -> registered(alive, register, now);
      case Message.Heartbeat(var weights, _) when weights.size() != edge.held().size() ->
          cut(edge.stream(), Refusal.MALFORMED);
      case Message.Heartbeat(var weights, var load) ->
          answered(with(weighed(alive, weights).loaded(load)), edge.name(), List.of());
      case Message.Drain _ -> {
        var draining = weighed(alive.standing(Standing.DRAINING, now), List.of());
        boolean isNew = edge.standing() != Standing.DRAINING;
        yield answered(
            with(draining), edge.name(), isNew ? List.of(tell(edge.name(), "drains")) : List.of());
      }
      case Message.Bye _ -> {
        var gone = alive.standing(Standing.GONE, now).holding(List.of());
        yield new Step(
            with(gone),
            Optional.of(new Message.Ack(false, edge.lease(), List.of())),
            Map.of(),
            List.of(tell(edge.name(), "has left")));
      }
      case Message.Ack _, Message.Refused _ -> cut(edge.stream(), Refusal.MALFORMED);
    };
  }

  private Step registered(Enrolment edge, Message.Register register, long now) {
    var held = judged(edge.name(), register.offers());
    var notices = new ArrayList<Notice>();
    for (var one : held) {
      if (isNews(edge, one)) {
        notices.add(noticed(edge, one));
      }
    }
    var next =
        edge.standing(Standing.SERVING, now).leasing(granted(register.lease())).holding(held);
    return answered(with(next), edge.name(), notices);
  }

  private static boolean isNews(Enrolment edge, Held one) {
    return edge.held().stream()
        .noneMatch(old -> old.offer().isLike(one.offer()) && old.verdict() == one.verdict());
  }

  private static Notice noticed(Enrolment edge, Held held) {
    var at = AddressText.of(edge.peer());
    return held.isAccepted()
        ? tell(edge.name(), "at %s registers %s".formatted(at, held.offer()))
        : warn(
            edge.name(),
            "at %s may not be %s: %s".formatted(at, held.offer(), held.verdict().text()));
  }

  private List<Held> judged(String name, List<Offer> offers) {
    var taken =
        members().stream()
            .filter(other -> !other.edge().equals(name))
            .map(other -> new Seat(other.offer()))
            .collect(Collectors.toSet());
    return offers.stream().map(offer -> new Held(offer, verdict(name, offer, taken))).toList();
  }

  private Verdict verdict(String name, Offer offer, Set<Seat> taken) {
    var verdict = rules.judge(name, offer);
    boolean isTaken = verdict == Verdict.ACCEPTED && taken.contains(new Seat(offer));
    return isTaken ? Verdict.TAKEN : verdict;
  }

  /** What two edges cannot have at a time. */
  private record Seat(ServiceKey.Place of, ServerKey server) {
    Seat(Offer offer) {
      this(offer.of(), offer.server().key());
    }
  }

  private static Duration granted(Duration asked) {
    if (asked.compareTo(LEAST_LEASE) < 0) {
      return LEAST_LEASE;
    }
    return asked.compareTo(MOST_LEASE) > 0 ? MOST_LEASE : asked;
  }

  /** With these weights; with none once it drains, for what is late must not raise one again. */
  private static Enrolment weighed(Enrolment edge, List<Integer> weights) {
    var held = new ArrayList<Held>();
    for (int i = 0; i < edge.held().size(); i++) {
      var one = edge.held().get(i);
      int weight = edge.standing() == Standing.DRAINING ? 0 : weights.get(i);
      held.add(new Held(one.offer().weighing(weight), one.verdict()));
    }
    return edge.holding(held);
  }

  private Step closed(Enrolment edge, long now) {
    var gone = edge.standing(Standing.GONE, now).holding(List.of());
    return new Step(
        with(gone),
        Optional.empty(),
        Map.of(),
        List.of(warn(edge.name(), "is gone: its stream was closed without a good-bye")));
  }

  private Step governed(AcceptRules rules, long now) {
    var book = new Book(rules, new TreeMap<>());
    var cuts = new HashMap<Long, Refusal>();
    var notices = new ArrayList<Notice>();
    for (var edge : enrolments.values()) {
      if (!rules.allowed().containsKey(edge.name())) {
        if (edge.standing().isLive()) {
          cuts.put(edge.stream(), Refusal.DISMISSED);
          notices.add(warn(edge.name(), "is dismissed: " + Refusal.DISMISSED.text()));
        }
        continue;
      }
      // One after the other, so that of two that offer the same one only has it.
      var held = book.judged(edge.name(), edge.held().stream().map(Held::offer).toList());
      var judged = edge.holding(held);
      held.stream()
          .filter(one -> isNews(edge, one))
          .forEach(it -> notices.add(noticed(judged, it)));
      book = book.with(judged);
    }
    return new Step(book.forgetful(now), Optional.empty(), cuts, notices);
  }

  private Step passed(long now) {
    var book = this;
    var cuts = new HashMap<Long, Refusal>();
    var notices = new ArrayList<Notice>();
    for (var edge : enrolments.values()) {
      if (edge.standing().isLive() && edge.left(now) <= 0) {
        book = book.with(edge.standing(Standing.SILENT, now));
        cuts.put(edge.stream(), Refusal.SILENT);
        notices.add(
            warn(
                edge.name(),
                "is silent: its lease of %d ms has ended".formatted(edge.lease().toMillis())));
      }
    }
    return new Step(book.forgetful(now), Optional.empty(), cuts, notices);
  }

  private Book forgetful(long now) {
    Predicate<Enrolment> isForgotten =
        edge -> edge.standing() == Standing.GONE && now - edge.since() >= MEMORY_NANOS;
    if (enrolments.values().stream().noneMatch(isForgotten)) {
      return this;
    }
    var kept = new TreeMap<>(enrolments);
    kept.values().removeIf(isForgotten);
    return new Book(rules, kept);
  }

  /** The edge that is believed on a stream. */
  private Optional<Enrolment> on(long stream) {
    return enrolments.values().stream()
        .filter(edge -> edge.stream() == stream && edge.standing().isLive())
        .findFirst();
  }

  private Book with(Enrolment edge) {
    var next = new TreeMap<>(enrolments);
    next.put(edge.name(), edge);
    return new Book(rules, next);
  }

  private Step same() {
    return new Step(this, Optional.empty(), Map.of(), List.of());
  }

  private Step superseded(long stream) {
    return cut(stream, Refusal.SUPERSEDED);
  }

  private Step cut(long stream, Refusal why) {
    return new Step(this, Optional.empty(), Map.of(stream, why), List.of());
  }

  private static Step answered(Book next, String name, List<Notice> notices) {
    var edge = next.enrolments().get(name);
    var answer =
        edge == null
            ? Optional.<Message.Ack>empty()
            : Optional.of(new Message.Ack(false, edge.lease(), edge.verdicts()));
    return new Step(next, answer, Map.of(), notices);
  }

  private static Notice tell(String edge, String text) {
    return new Notice(edge, text, false);
  }

  private static Notice warn(String edge, String text) {
    return new Notice(edge, text, true);
  }
}
