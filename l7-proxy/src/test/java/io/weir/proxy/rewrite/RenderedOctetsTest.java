package io.weir.proxy.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Requests;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

/** What is rendered, whatever octets a request brings and a configuration writes. */
class RenderedOctetsTest {
  @Property
  void neverEndsAFieldLine(@ForAll @CharRange(to = 'ÿ') String octets) {
    var template = Templates.template("a{id}b{**}{request.id}" + octets.replace('{', ' '));
    var line = TextTemplate.line("X-A", template, Templates.PATH);

    var rendered = line.render(exchange(octets));

    assertThat(rendered).startsWith("X-A: a".getBytes(StandardCharsets.US_ASCII));
    assertThat(rendered).endsWith('\r', '\n');
    for (int i = 0; i < rendered.length - 2; i++) {
      assertThat(rendered[i]).isNotIn((byte) '\r', (byte) '\n', (byte) 0, (byte) 127);
    }
  }

  @Property
  void isAlwaysAUri(@ForAll @CharRange(to = 'ÿ') String octets) {
    var template = Templates.template("/{id}/{**}{request.id}" + octets.replace('{', ' '));

    var rendered = Location.of(template, Templates.PATH).text(exchange(octets));

    // By parts: java.util.regex goes a stack frame deeper for each turn of a loop of alternatives.
    assertThat(rendered.split("%[0-9A-Fa-f]{2}", -1))
        .allSatisfy(part -> assertThat(part).matches("[-A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=]*"));
  }

  private static Exchange exchange(String octets) {
    var request =
        Requests.get(
            "http://h/u/" + octets.replaceAll("[/?*:]", "") + "/" + octets.replace("?", ""));
    return Templates.routed(request.header("X-Request-Id", octets));
  }
}
