package io.weir.proxy.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.address.ParsedAddress;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Requests;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.route.Guard;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules, as they are written, decide. */
class AccessRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // rules | client | status; 0: passes
        "deny 10.0.0.0/8 | 10.1.1.1 | 403",
        "deny 10.0.0.0/8 | 11.1.1.1 | 0",
        "deny 10.0.0.0/8 status 404 | 10.1.1.1 | 404",
        "allow 10.0.0.0/8 | 10.1.1.1 | 0",
        "allow 10.0.0.0/8 | 11.1.1.1 | 403",
        "allow 10.0.0.0/8 else 451 | 11.1.1.1 | 451",
        "allow 10.0.0.0/8; deny any | 10.1.1.1 | 0",
        "allow 10.0.0.0/8; deny any | 11.1.1.1 | 403",
        "allow 10.0.0.0/8; deny any | 2001:db8::1 | 403",
        "allow 10.0.0.0/8; allow 11.0.0.0/8; deny any status 404 | 11.1.1.1 | 0",
        "allow 10.0.0.0/8; allow 11.0.0.0/8; deny any status 404 | 12.1.1.1 | 404",
        "allow 10.0.0.0/8; allow 11.0.0.0/8 | 12.1.1.1 | 403",
        "deny 10.1.0.0/16; allow 10.0.0.0/8 | 10.1.1.1 | 403",
        "deny 10.1.0.0/16; allow 10.0.0.0/8 | 10.2.1.1 | 0",
        "deny 10.1.0.0/16; allow 10.0.0.0/8 | 11.2.1.1 | 403",
        "allow 10.1.0.0/16; deny 10.0.0.0/8 | 10.1.1.1 | 0",
        "allow 10.1.0.0/16; deny 10.0.0.0/8 | 10.2.1.1 | 403",
        "allow 10.1.0.0/16; deny 10.0.0.0/8 | 11.2.1.1 | 0",
        "deny any | 127.0.0.1 | 403",
        "allow any | ::1 | 0",
        "deny 2001:db8::/32 | 2001:db8::9 | 403",
        "deny 2001:db8::/32 | ::ffff:10.0.0.1 | 0",
        "deny 10.0.0.0/8 | ::ffff:10.0.0.1 | 403",
        "deny when path is \"/x\" | 1.1.1.1 | 403",
        "deny when path is \"/y\" | 1.1.1.1 | 0",
        "deny 10.0.0.0/8 when path is \"/x\" | 10.1.1.1 | 403",
        "deny 10.0.0.0/8 when path is \"/y\" | 10.1.1.1 | 0",
        "deny 10.0.0.0/8 when path is \"/x\" | 11.1.1.1 | 0",
        "allow when method is GET; deny any | 11.1.1.1 | 0",
        "allow when method is PUT else 404 | 11.1.1.1 | 404",
      })
  void decideAsTheyAreWritten(String rules, String client, int status) {
    assertThat(status("", rules, client)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deny 10.1.0.0/16 | allow 10.0.0.0/8 | 10.1.1.1 | 403",
        "deny 10.1.0.0/16 | allow 10.0.0.0/8 | 10.2.1.1 | 0",
        "allow 10.0.0.0/8 | deny 10.1.0.0/16 | 10.1.1.1 | 403",
        "allow 10.0.0.0/8 else 404 | allow 11.0.0.0/8 else 410 | 11.1.1.1 | 404",
        "allow 10.0.0.0/8 else 404 | allow 11.0.0.0/8 else 410 | 10.1.1.1 | 410",
        "allow any | deny 10.0.0.0/8 | 10.1.1.1 | 403",
        "deny any status 404 | allow any | 10.1.1.1 | 404",
      })
  void everyBlockMustBePassedTheOuterOnesFirst(
      String outer, String inner, String client, int status) {
    assertThat(status(outer, inner, client)).isEqualTo(status);
  }

  private static int status(String outer, String inner, String client) {
    var text =
        "weir 1\nlisten :80\n%s\nhost * { route /** { %s; respond 200 } }".formatted(outer, inner);
    var reading = WeirFile.read(new Source("a.weir", text), SourceLoader.none());
    assertThat(reading).isInstanceOf(Reading.Accepted.class);
    var route = ((Reading.Accepted) reading).config().hosts().getFirst().routes().getFirst();
    var compiler =
        new AccessRules.Compiler(
            ClientLookup.LITERAL::set, when -> Guard.of(when, ClientLookup.LITERAL)::passes);
    var rules = AccessRules.of(route.settings().access(), compiler);
    return rules.refusal(exchange(client)).map(ProxyFailure::status).orElse(0);
  }

  private static Exchange exchange(String client) {
    var exchange = Requests.get("http://x/x").exchange();
    var address = ParsedAddress.parse(client).orElseThrow();
    exchange.clientAddress(address.bytes(), address.text());
    return exchange;
  }
}
