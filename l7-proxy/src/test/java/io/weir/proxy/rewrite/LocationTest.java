package io.weir.proxy.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.proxy.exchange.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {
  @ParameterizedTest
  @CsvSource({
    "/new, http://h/u/1/a, /new",
    "/new/{**}, http://h/u/1/a/b, /new/a/b",
    "/new/{**}{query}, http://h/u/1/a?x=1&y, /new/a?x=1&y",
    "https://{host}{path}, http://h/u/1/a, https://h/u/1/a",
    "https://{host}/, http://::1/u/1/, https://[::1]/",
    "/{id}#top, http://h/u/1/, /1#top",
    "{scheme}://x/{method}, https://h/u/1/, https://x/GET",
    "/from/{client.ip}, http://h/u/1/, /from/127.0.0.1",
    "/ä b, http://h/u/1/, /%C3%A4%20b",
    "/100%/%41, http://h/u/1/, /100%25/%41",
    "//cdn/{**}, http://h/u/1/a, //cdn/a",
  })
  void rendersTheTarget(String template, String url, String expected) {
    assertThat(rendered(template, Requests.get(url))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/{**}, http://h/u/1//evil.example/, /.//evil.example/",
    "/{**}, http://h/u/1/\\evil.example/, /%5Cevil.example/",
    "/{**}, http://h/u/1//, /.//",
  })
  void staysOnItsHostWhateverTheRequestPathIs(String template, String url, String expected) {
    assertThat(rendered(template, Requests.get(url))).isEqualTo(expected);
  }

  @Test
  void keepsATextThatTheClientChoseOneWord() {
    var request = Requests.get("http://h/u/1/").header("X-Request-Id", "a/b?c#d e%2f");

    assertThat(rendered("/r/{request.id}", request)).isEqualTo("/r/a%2Fb%3Fc%23d%20e%252f");
  }

  @Test
  void refusesACaptureThatThePathDoesNotHave() {
    var template = Templates.template("/{name}");

    assertThatThrownBy(() -> Location.of(template, Templates.PATH))
        .hasMessage("found {name}; expected a capture of /u/{id}/**");
  }

  private static String rendered(String template, Requests request) {
    return Location.of(Templates.template(template), Templates.PATH)
        .text(Templates.routed(request));
  }
}
