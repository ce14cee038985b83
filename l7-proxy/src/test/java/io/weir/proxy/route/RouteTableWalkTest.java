package io.weir.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.Condition.Predicate;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.VirtualHost;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Requests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The table against a walk through the file, over hosts, paths and conditions that collide. */
class RouteTableWalkTest {
  private static final Span NOWHERE = new Span(new Source("test", ""), 0, 0);

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE, generation = GenerationMode.RANDOMIZED)
  void choosesWhatAWalkThroughTheFileChooses(
      @ForAll("blocks") List<VirtualHost> blocks, @ForAll("requests") Asked asked) {
    var exchange = asked.exchange();

    var match = RouteTable.compile(blocks).route(exchange);

    var expected = LinearWalk.of(blocks, asked);
    assertThat(match).isEqualTo(expected.match());
    assertThat(exchange.routeIndex()).isEqualTo(expected.number());
    assertThat(captured(exchange)).isEqualTo(expected.captures());
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, generation = GenerationMode.RANDOMIZED)
  void explainsWhatItChooses(
      @ForAll("blocks") List<VirtualHost> blocks, @ForAll("requests") Asked asked) {
    var table = RouteTable.compile(blocks);
    var exchange = asked.exchange();

    var trace = table.explain(exchange);

    assertThat(exchange.route()).isNull();
    assertThat(table.route(exchange)).isEqualTo(trace.match());
    assertThat(trace.chosen().map(Trace.Step::number).orElse(-1)).isEqualTo(exchange.routeIndex());
  }

  /** What a request asks for, in the form that the walk reads. */
  record Asked(String host, String path, Map<String, String> headers) {
    Exchange exchange() {
      var request = Requests.get("http://" + host + path);
      headers.forEach(request::header);
      return request.exchange();
    }
  }

  @Provide
  Arbitrary<Asked> requests() {
    var headers =
        Arbitraries.maps(Arbitraries.of("x-a", "x-b"), Arbitraries.of("1", "2", "10")).ofMaxSize(2);
    return Combinators.combine(
            Arbitraries.of("a.b", "c.a.b", "d.c.a.b", "b", "e", ""), paths(), headers)
        .as(Asked::new);
  }

  private static Arbitrary<String> paths() {
    return Arbitraries.of("a", "b", "ab", "ba", "abab", "a.png", "")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(segments -> "/" + String.join("/", segments));
  }

  @Provide
  Arbitrary<List<VirtualHost>> blocks() {
    return Arbitraries.of("a.b", "*.a.b", "*.b", "*.c.a.b", "*")
        .set()
        .ofMinSize(1)
        .flatMap(names ->
            routes().list().ofSize(names.size()).map(routes -> blocks(List.copyOf(names), routes)));
  }

  private static List<VirtualHost> blocks(List<String> names, List<List<Route>> routes) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> new VirtualHost(List.of(Routes.name(names.get(i))), routes.get(i), NOWHERE))
        .toList();
  }

  private static Arbitrary<List<Route>> routes() {
    var route = Combinators.combine(patterns(), conditions().optional(0.5)).as(Routes::route);
    return route.list().ofMaxSize(12);
  }

  private static Arbitrary<String> patterns() {
    var segments =
        Arbitraries.of("a", "b", "ab", "*", "{x}", "a*", "*b", "*a*", "a*b*b", "*.png", "")
            .list()
            .ofMaxSize(4);
    return Combinators.combine(segments, Arbitraries.of(true, false)).as(RouteTableWalkTest::path);
  }

  private static String path(List<String> segments, boolean rest) {
    var numbered = new ArrayList<String>();
    for (var segment : segments) {
      numbered.add(segment.replace("{x}", "{x" + numbered.size() + "}"));
    }
    if (rest) {
      numbered.add("**");
    }
    return "/" + String.join("/", numbered);
  }

  private static Arbitrary<Condition> conditions() {
    Arbitrary<Predicate> predicates =
        Arbitraries.of(
            new Predicate.Present(),
            new Predicate.Is("1"),
            new Predicate.Starts("1"),
            new Predicate.OneOf(List.of("1", "2")),
            new Predicate.Compare(Condition.Order.MORE, 1));
    Arbitrary<Condition> tests =
        Combinators.combine(Arbitraries.of("x-a", "x-b"), predicates)
            .as((name, predicate) -> new Condition.Test(new Field.Header(name), predicate));
    return joined(joined(tests));
  }

  private static Arbitrary<Condition> joined(Arbitrary<Condition> parts) {
    return Arbitraries.oneOf(
        parts,
        parts.map(Condition.Not::new),
        parts.list().ofMinSize(1).ofMaxSize(3).map(Condition.And::new),
        parts.list().ofMinSize(1).ofMaxSize(3).map(Condition.Or::new));
  }

  private static Map<String, String> captured(Exchange exchange) {
    var captures = new LinkedHashMap<String, String>();
    var route = Optional.ofNullable(exchange.route());
    var names = route.map(found -> LinearWalk.captureNames(found.path())).orElse(List.of());
    var url =
        new String(
            exchange.request().target().bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    int[] found = exchange.captures();
    assertThat(found).hasSize(2 * names.size());
    for (int i = 0; i < names.size(); i++) {
      captures.put(names.get(i), url.substring(found[2 * i], found[2 * i + 1]));
    }
    return captures;
  }
}
