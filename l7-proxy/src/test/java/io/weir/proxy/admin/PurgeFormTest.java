package io.weir.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurgeFormTest {
  @Test
  void readsQueryAndContentAsOne() {
    var request =
        PurgeForm.read(
            "cache=c&soft", "url=https%3A%2F%2Fa%2F%3Fb%26c&tag=x+y&tag=z&glob=g&prefix=p\n");

    assertThat(request)
        .isEqualTo(
            new PurgeRequest(
                List.of("c"),
                true,
                false,
                List.of("https://a/?b&c"),
                List.of("p"),
                List.of("g"),
                List.of("x y", "z")));
  }

  @Test
  void allStandsAlone() {
    assertThat(PurgeForm.read("", "all=true&soft=false"))
        .isEqualTo(
            new PurgeRequest(List.of(), false, true, List.of(), List.of(), List.of(), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | found nothing to purge; expected url, prefix, glob, tag or all
          soft=true&all=false | found nothing to purge; expected url, prefix, glob, tag or all
          all&tag=a | found all beside 1 others; expected it alone
          soft=yes&all | found soft=yes; expected true or false
          url=%zz | found '%zz'; expected a form, with % before two hexadecimal digits
          urls=a | found 'urls'; expected one of: url, prefix, glob, tag, all, cache, soft (an & in a URL is written %26)
          """)
  void saysWhatIsWrong(String form, String message) {
    assertThatThrownBy(() -> PurgeForm.read(form, "")).hasMessage(message);
  }

  @Test
  void takesSoManyAndNoMore() {
    assertThat(PurgeForm.read("", "tag=a&".repeat(PurgeForm.MOST)).tags()).hasSize(PurgeForm.MOST);
    assertThatThrownBy(() -> PurgeForm.read("tag=a", "tag=a&".repeat(PurgeForm.MOST)))
        .hasMessage("found 10001 things to purge; expected at most 10000");
  }
}
