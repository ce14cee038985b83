package io.weir.proxy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageChoiceTest {
  private static final List<String> OFFERED = List.of("en", "de", "pt-BR");

  @ParameterizedTest
  @CsvSource({
    "de, de",
    "'de-CH,de;q=0.9,en;q=0.8', de",
    "'fr,en;q=0.5,de;q=0.6', de",
    "'fr, en;q=0.5, de;q=0.5', en",
    "DE-ch, de",
    "pt, pt-BR",
    "pt-PT, ",
    "fr, ",
    "'', ",
    "*, en",
    "'*;q=0.1, de;q=0', en",
    "'en;q=0, *', de",
    "'de;q=2, en;q=0.1', en",
    "'de;q=x, en;q=0.1', en",
    "'de ; q=0.3 ,en;q=0.2', de",
    "den, "
  })
  void picksWhatTheClientLikesBest(String accepted, String expected) {
    assertThat(LanguageChoice.of(accepted, OFFERED).orElse(null)).isEqualTo(expected);
  }

  @Property
  void findsOneOfThoseOfferedOrNoneWhateverIsSaid(@ForAll String accepted) {
    assertThat(LanguageChoice.of(accepted, OFFERED).map(OFFERED::contains).orElse(true)).isTrue();
  }
}
