package io.weir.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.AddressSet;
import io.weir.dsl.model.Cidr;
import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.Condition.Order;
import io.weir.dsl.model.Condition.Predicate;
import io.weir.proxy.exchange.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
  private static final Cidr TEN = new Cidr(new byte[] {10, 0, 0, 0}, 8);

  @Test
  void comparesTheMethodInItsCase() {
    var guard = guard(new Field.Method(), new Predicate.OneOf(List.of("GET", "PURGE")));

    assertThat(guard.passes(Requests.of("PURGE", "http://h/").exchange())).isTrue();
    assertThat(guard.passes(Requests.of("purge", "http://h/").exchange())).isFalse();
  }

  @Test
  void looksAtThePathWithoutTheQuery() {
    var guard = guard(new Field.Path(), new Predicate.Ends(".png"));

    assertThat(guard.passes(Requests.get("http://h/a.png?x").exchange())).isTrue();
    assertThat(guard.passes(Requests.get("http://h/a?x.png").exchange())).isFalse();
  }

  @Test
  void knowsTheSchemeOfTheConnection() {
    var guard = guard(new Field.Scheme(), new Predicate.Is("https"));

    assertThat(guard.passes(Requests.get("https://h/").exchange())).isTrue();
    assertThat(guard.passes(Requests.get("http://h/").exchange())).isFalse();
  }

  @Test
  void findsTheClientInANetwork() {
    var guard = guard(new Field.ClientIp(), new Predicate.Inside(AddressSet.of(List.of(TEN))));

    assertThat(guard.passes(Requests.get("http://h/").from("10.1.2.3").exchange())).isTrue();
    assertThat(guard.passes(Requests.get("http://h/").from("11.1.2.3").exchange())).isFalse();
  }

  @Test
  void comparesTheClientAsAnAddressWhateverItsSpelling() {
    var guard = guard(new Field.ClientIp(), new Predicate.Is("2001:DB8:0::1"));

    var exchange = Requests.get("http://h/").from("2001:db8::1").exchange();

    assertThat(guard.passes(exchange)).isTrue();
  }

  @Test
  void passesWhenOneOfSeveralLinesDoes() {
    var guard = guard(new Field.Header("x-tag"), new Predicate.Is("b"));

    var exchange = Requests.get("http://h/").header("X-Tag", "a").header("x-TAG", "b").exchange();

    assertThat(guard.passes(exchange)).isTrue();
  }

  @Test
  void readsHeadersThatWeirKnows() {
    var guard = guard(new Field.Header("user-agent"), new Predicate.Has("curl"));

    assertThat(guard.passes(Requests.get("http://h/").header("User-Agent", "a curl/8").exchange()))
        .isTrue();
    assertThat(guard.passes(Requests.get("http://h/").header("Referer", "curl").exchange()))
        .isFalse();
  }

  @Test
  void passesNoPredicateButItsOppositeWhenTheFieldIsAbsent() {
    var test = new Condition.Test(new Field.Header("x-tag"), new Predicate.Present());
    var exchange = Requests.get("http://h/").exchange();

    assertThat(Guard.of(test).passes(exchange)).isFalse();
    assertThat(Guard.of(new Condition.Not(test)).passes(exchange)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a=1, 1",
    "b=2&a=1, 1",
    "a=2&a=1, 1",
    "%61=1, 1",
    "a=%31, 1",
    "a=x%20y, x y",
    "a=x+y, x y",
    "a=x%2By, x+y",
    "a=%C3%A9, é",
    "a=%zz, %zz",
    "a=%3, %3",
    "a=b=c, b=c",
    "a, ''",
    "a=, ''",
    "&&a=1, 1",
  })
  void decodesQueryParameters(String query, String value) {
    var guard = guard(new Field.Query("a"), new Predicate.Is(value));

    assertThat(guard.passes(Requests.get("http://h/?" + query).exchange())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"''", "?", "?b=1", "?aa=1", "?=1", "?x=a&1", "?A=1", "?a%=1"})
  void findsNoParameterOfAnotherName(String query) {
    var guard = guard(new Field.Query("a"), new Predicate.Present());

    assertThat(guard.passes(Requests.get("http://h/" + query).exchange())).isFalse();
  }

  @Test
  void findsNoParameterWithoutAName() {
    var guard = guard(new Field.Query(""), new Predicate.Present());

    assertThat(guard.passes(Requests.get("http://h/?&&").exchange())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "5, true",
    "4, false",
    "x, false",
    "'', false",
    "-, false",
    "-5, false",
    "5.5, false",
    "99999999999999999999999, true",
    "-99999999999999999999999, false",
    "9223372036854775808, true",
    "007, true",
    "+7, false"
  })
  void comparesWholeNumbersOnly(String value, boolean expected) {
    var guard = guard(new Field.Header("n"), new Predicate.Compare(Order.AT_LEAST, 5));

    var exchange = Requests.get("http://h/").header("N", value).exchange();

    assertThat(guard.passes(exchange)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "LESS, 4 -5",
    "AT_MOST, 5 4 -5",
    "MORE, 6 9223372036854775807",
    "AT_LEAST, 5 6 9223372036854775807"
  })
  void comparesInEachOrder(Order order, String passing) {
    var guard = guard(new Field.Header("n"), new Predicate.Compare(order, 5));

    var passed =
        List.of("-5", "4", "5", "6", "9223372036854775807").stream()
            .filter(n -> guard.passes(Requests.get("http://h/").header("N", n).exchange()));

    assertThat(passed).containsExactlyInAnyOrder(passing.split(" "));
  }

  @Test
  void comparesWithTheLargestAndSmallestBounds() {
    var least = guard(new Field.Header("n"), new Predicate.Compare(Order.AT_MOST, Long.MIN_VALUE));
    var most = guard(new Field.Header("n"), new Predicate.Compare(Order.MORE, Long.MAX_VALUE));

    assertThat(least.passes(numbered("-9223372036854775808"))).isTrue();
    assertThat(least.passes(numbered("-9223372036854775807"))).isFalse();
    assertThat(most.passes(numbered("9223372036854775808"))).isTrue();
    assertThat(most.passes(numbered("9223372036854775807"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"^ab$, ab, true", "^ab$, abc, false", "b, abc, true", "^\\x{e9}$, é, true"})
  void searchesForARegularExpression(String regex, String value, boolean expected) {
    var guard = guard(new Field.Query("q"), new Predicate.Matches(regex));
    var encoded = java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);

    assertThat(guard.passes(Requests.get("http://h/?q=" + encoded).exchange())).isEqualTo(expected);
  }

  @Test
  void doesNotTakeABrokenCharacterForTheEnd() {
    var guard = guard(new Field.Query("q"), new Predicate.Matches("^ab$"));

    assertThat(guard.passes(Requests.get("http://h/?q=ab%C3").exchange())).isFalse();
    assertThat(guard.passes(Requests.get("http://h/?q=ab%C3x").exchange())).isFalse();
  }

  @Test
  void findsAnAddressInAHeader() {
    var guard =
        guard(new Field.Header("x-real-ip"), new Predicate.Inside(AddressSet.of(List.of(TEN))));

    assertThat(guard.passes(Requests.get("http://h/").header("X-Real-IP", "10.9.9.9").exchange()))
        .isTrue();
    assertThat(guard.passes(Requests.get("http://h/").header("X-Real-IP", "ten").exchange()))
        .isFalse();
  }

  @Test
  void joinsConditions() {
    var a = new Condition.Test(new Field.Query("a"), new Predicate.Present());
    var b = new Condition.Test(new Field.Query("b"), new Predicate.Present());
    var exchange = Requests.get("http://h/?a").exchange();

    assertThat(Guard.of(new Condition.And(List.of(a, b))).passes(exchange)).isFalse();
    assertThat(Guard.of(new Condition.Or(List.of(b, a))).passes(exchange)).isTrue();
  }

  private static io.weir.proxy.exchange.Exchange numbered(String value) {
    return Requests.get("http://h/").header("N", value).exchange();
  }

  private static Guard guard(Field field, Predicate predicate) {
    return Guard.of(new Condition.Test(field, predicate));
  }
}
