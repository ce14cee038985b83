package io.weir.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.proxy.cache.purge.Glob;
import io.weir.proxy.cache.purge.Purge.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurgeTargetsTest {
  private final PurgeTargets targets = new PurgeTargets();

  @ParameterizedTest
  @CsvSource({
    "https://A.Test/x, https://a.test/x",
    "HTTPS://a.test:443/x?y, https://a.test/x?y",
    "http://a.test:80, http://a.test/",
    "http://a.test:8080/x/../y, http://a.test:8080/y",
    "http://a.test/%7Ex/%2f?%7E, http://a.test/~x/%2F?%7E",
    "http://[2001:DB8::1]/, http://2001:db8::1/",
    "http://a.test/gr%c3%bcn, http://a.test/gr%C3%BCn"
  })
  void aUrlIsTheKeyOfARequestForIt(String text, String key) {
    assertThat(targets.url(text)).containsExactly(new Target.Url(key));
  }

  @Test
  void withoutASchemeBothAreMeant() {
    assertThat(targets.url("//a.test/x"))
        .containsExactly(new Target.Url("https://a.test/x"), new Target.Url("http://a.test/x"));
    assertThat(targets.prefix("//a.test"))
        .containsExactly(new Target.Prefix("https://a.test/"), new Target.Prefix("http://a.test/"));
    assertThat(targets.glob("//a.test/*")).isEqualTo(new Target.Matching(Glob.of("*://a.test/*")));
  }

  @ParameterizedTest
  @CsvSource({
    "https://A.test/X*, https://a.test/X*",
    "https://a.test:443/**, https://a.test/**",
    "http://a.test:443/**, http://a.test:443/**",
    "*://*.test:8443/**, *://*.test:8443/**",
    "http://[::1]:81/*, http://::1:81/*"
  })
  void thePatternOfAHostIsInTheFormOfKeys(String text, String pattern) {
    assertThat(targets.glob(text)).isEqualTo(new Target.Matching(Glob.of(pattern)));
  }

  @Test
  void aTagIsOctets() {
    assertThat(targets.tag(" grün ")).isEqualTo(new Target.Tag("gr\u00c3\u00bcn"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x", "a.test/x", "ftp://a.test/", "https://", "http://a.test:99999/"})
  void refusesWhatIsNoUrl(String text) {
    assertThatThrownBy(() -> targets.url(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> targets.url("http://a.test/a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("URL 'http://a.test/a b': found");
    assertThatThrownBy(() -> targets.url("http://a.test/a\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> targets.glob("**/x"))
        .hasMessage(
            "found '**/x'; expected a pattern that starts with http://, https://, *:// or //");
    assertThatThrownBy(() -> targets.glob("https://a.test"))
        .hasMessage("found no path in 'https://a.test'; expected a slash behind the host");
    assertThatThrownBy(() -> targets.tag(" ")).hasMessage("found an empty tag; expected a name");
    for (var text : List.of("https://a.test/\\x", "https://a.test/" + "*".repeat(2000))) {
      assertThatThrownBy(() -> targets.glob(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
