package io.weir.proxy.route;

import static io.weir.proxy.route.Routes.host;
import static io.weir.proxy.route.Routes.route;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.Condition.Predicate;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.VirtualHost;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.Requests;
import io.weir.proxy.exchange.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
  @ParameterizedTest
  @CsvSource({
    "/, /, true",
    "/, /a, false",
    "/a, /a, true",
    "/a, /a/, false",
    "/a/, /a/, true",
    "/a/, /a, false",
    "/a/b, /a/b, true",
    "/a/b, /a/B, false",
    "/a//b, /a//b, true",
    "/a//b, /a/b, false",
    "/static/**, /static, false",
    "/static/**, /static/, true",
    "/static/**, /static//, true",
    "/static/**, /static/a/b, true",
    "/static/**, /statics/a, false",
    "/**, /, true",
    "/**, /a/b, true",
    "/{id}, /a, true",
    "/{id}, /, false",
    "/{id}/x, //x, false",
    "/u/{id}/x/**, /u/1/x/, true",
    "/u/{id}/x/**, /u/1/x, false",
    "/*, /, false",
    "/*, /a, true",
    "/*, /a/b, false",
    "/*.png, /.png, true",
    "/*.png, /a.png, true",
    "/*.png, /a.pngx, false",
    "/a*, /a, true",
    "/a*c*e, /abcde, true",
    "/a*c*e, /ace, true",
    "/a*c*e, /ae, false",
    "/aa*aa, /aaa, false",
    "/aa*aa, /aaaa, true",
    "/*b*, /abc, true",
    "/*b*, /ac, false",
    "/x-*/y, /x-/y, true",
  })
  void matchesAPathPattern(String pattern, String path, boolean expected) {
    var table = RouteTable.compile(List.of(host("*", route(pattern))));

    var match = table.route(Requests.get("http://h" + path).exchange());

    assertThat(match).isEqualTo(expected ? Match.FOUND : Match.NO_ROUTE);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example.com, a.example.com",
    "a.example.com., a.example.com",
    "b.example.com, *.example.com",
    "x.a.example.com, *.a.example.com",
    "y.x.a.example.com, *.a.example.com",
    "example.com, *",
    ".example.com, *",
    "xexample.com, *",
    "'', *",
  })
  void prefersTheExactNameThenTheLongestWildcard(String host, String expected) {
    var table =
        RouteTable.compile(
            List.of(
                block("*"),
                block("*.example.com"),
                block("*.a.example.com"),
                block("a.example.com")));
    var exchange = Requests.get("http://" + host + "/").exchange();

    table.route(exchange);

    assertThat(name(exchange)).isEqualTo(expected);
  }

  @Test
  void doesNotFallThroughToAnotherHostBlock() {
    var table = RouteTable.compile(List.of(host("a.b", route("/x")), host("*", route("/**"))));

    var match = table.route(Requests.get("http://a.b/y").exchange());

    assertThat(match).isEqualTo(Match.NO_ROUTE);
  }

  @Test
  void findsAnAddressInWhateverSpelling() {
    var table =
        RouteTable.compile(List.of(host("[2001:db8::1]", route("/a")), host("*", route("/b"))));

    var canonical = table.route(hostOf("2001:db8::1"));
    var longForm = table.route(hostOf("2001:db8:0:0:0:0:0:1"));
    var other = table.route(hostOf("2001:db8::2"));

    assertThat(List.of(canonical, longForm, other))
        .containsExactly(Match.FOUND, Match.FOUND, Match.NO_ROUTE);
  }

  /** A request for /a at a host that is an address, as the parser gives it: without brackets. */
  private static Exchange hostOf(String address) {
    var octets = Octets.of(address + "/a");
    int end = address.length();
    var target = new Target(octets, 0, end, -1, end, octets.length, octets.length);
    var plain = Requests.get("http://h/a").exchange();
    var from = plain.request();
    var request =
        new RequestHead(
            from.bytes(),
            from.method(),
            from.methodEnd(),
            target,
            1,
            from.fields(),
            0,
            true,
            false,
            false);
    return new Exchange(plain.loop(), plain.client(), request, 1, plain.requestBody(), _ -> {});
  }

  @Test
  void saysThatNoBlockAnswersForTheHost() {
    var table = RouteTable.compile(List.of(host("a.b", route("/**"))));
    var exchange = Requests.get("http://b.a/").exchange();

    var match = table.route(exchange);

    assertThat(match).isEqualTo(Match.NO_HOST);
    assertThat(exchange.route()).isNull();
  }

  @Test
  void takesTheFirstMatchInFileOrderHoweverSpecificLaterOnesAre() {
    var table =
        RouteTable.compile(
            List.of(host("*", route("/a/*.html"), route("/a/**"), route("/a/b"), route("/{x}/b"))));

    var html = routed(table, "/a/b.html");
    var literal = routed(table, "/a/b");
    var capture = routed(table, "/c/b");

    assertThat(List.of(html.routeIndex(), literal.routeIndex(), capture.routeIndex()))
        .containsExactly(0, 1, 3);
  }

  @Test
  void goesOnToTheNextRouteWhenAConditionFails() {
    var canary = new Condition.Test(new Field.Header("x-canary"), new Predicate.Is("1"));
    var table = RouteTable.compile(List.of(host("*", route("/v2/**", canary), route("/v2/**"))));
    var marked = Requests.get("http://h/v2/x").header("X-Canary", "1").exchange();
    var plain = Requests.get("http://h/v2/x").header("X-Canary", "0").exchange();

    table.route(marked);
    table.route(plain);

    assertThat(marked.routeIndex()).isZero();
    assertThat(plain.routeIndex()).isOne();
  }

  @Test
  void notesWhereTheCapturesAre() {
    var table = RouteTable.compile(List.of(host("*", route("/u/{id}/*/{name}/**"))));

    var exchange = routed(table, "/u/42/x/bob/c/d?q");

    assertThat(captured(exchange)).containsExactly("42", "bob", "c/d");
  }

  @Test
  void notesAnEmptyRest() {
    var table = RouteTable.compile(List.of(host("*", route("/a/**"))));

    var exchange = routed(table, "/a/?x=/y");

    assertThat(captured(exchange)).containsExactly("");
  }

  @Test
  void numbersRoutesOverAllHosts() {
    var table =
        RouteTable.compile(List.of(host("a", route("/x"), route("/y")), host("b", route("/z"))));
    var exchange = Requests.get("http://b/z").exchange();

    table.route(exchange);

    assertThat(exchange.routeIndex()).isEqualTo(2);
    assertThat(table.size()).isEqualTo(3);
  }

  @Test
  void givesTheServerAsAWholeToTheFirstRouteThatTakesWhatever() {
    var routes = List.of(route("/"), route("/*"), route("/{a}/**"), route("/**"), route("/**"));
    var table = RouteTable.compile(List.of(host("*", routes.toArray(Route[]::new))));
    var exchange = Requests.of("OPTIONS", "http://h*").exchange();

    var match = table.route(exchange);

    assertThat(match).isEqualTo(Match.FOUND);
    assertThat(exchange.routeIndex()).isEqualTo(3);
    assertThat(exchange.captures()[0]).isEqualTo(exchange.captures()[1]);
  }

  @Test
  void explainsEachRouteItPassedOver() {
    var canary = new Condition.Test(new Field.Header("x-canary"), new Predicate.Is("1"));
    var table =
        RouteTable.compile(
            List.of(host("*", route("/a"), route("/v2/**", canary), route("/v2/**"))));

    var trace = table.explain(Requests.get("http://h/v2/x").header("X-Canary", "0").exchange());

    assertThat(trace.tried().stream().map(step -> step.refusal().orElse("matches")))
        .containsExactly(
            "path is \"/v2/x\", not /a", "header \"x-canary\" is \"1\": found \"0\"", "matches");
    assertThat(trace.chosen().orElseThrow().number()).isEqualTo(2);
  }

  private static VirtualHost block(String name) {
    var route = route("/**");
    return host(
        name,
        new Route(
            name,
            route.path(),
            route.when(),
            route.terminal(),
            route.settings(),
            route.policies(),
            route.span()));
  }

  private static String name(Exchange exchange) {
    return exchange.route().name();
  }

  private static Exchange routed(RouteTable table, String path) {
    var exchange = Requests.get("http://h" + path).exchange();
    table.route(exchange);
    return exchange;
  }

  private static List<String> captured(Exchange exchange) {
    var texts = new ArrayList<String>();
    var bytes = exchange.request().target().bytes();
    for (int i = 0; i < exchange.captures().length; i += 2) {
      int start = exchange.captures()[i];
      texts.add(new String(bytes, start, exchange.captures()[i + 1] - start, ISO_8859_1));
    }
    return texts;
  }
}
