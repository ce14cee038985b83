package io.weir.dsl.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImplicationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "header \"X\" is \"ab\"    | header \"X\" starts \"a\"",
        "header \"X\" is \"ab\"    | header \"X\" ends \"b\"",
        "header \"X\" ends \"cab\" | header \"X\" has \"a\"",
        "header \"X\" < 3          | header \"X\"",
        "method is GET and scheme is http | scheme is http",
        "method is GET             | method is GET or scheme is http",
        "method is GET or method is PUT | method in [GET, PUT, POST]",
        "not header \"X\"          | not header \"X\" is \"1\"",
        "client.ip is 10.1.2.3     | client.ip in [192.0.2.0/24, 10.0.0.0/8]",
      })
  void knowsThatTheSecondHoldsWheneverTheFirstDoes(String first, String second) {
    assertThat(isSecondUnreachable(second, first)).isTrue();
    assertThat(isSecondUnreachable(first, second)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "header \"X\" is \"a\"     | header \"Y\" is \"a\"",
        "header \"X\" is \"a\"     | header \"X\" starts \"ab\"",
        "header \"X\" starts \"a\" | header \"X\" is \"a\"",
        "not header \"X\" is \"1\" | not header \"X\"",
        "method is GET or scheme is http | method is GET",
        "client.ip in 10.0.0.0/8   | client.ip in 10.1.0.0/16",
        "query \"n\" < 3           | query \"n\" < 4",
      })
  void doesNotClaimWhatIsNotCertain(String first, String second) {
    assertThat(isSecondUnreachable(second, first)).isFalse();
  }

  @Test
  @Timeout(20)
  void givesUpOnConditionsThatAreTooInvolved() {
    var wide = new StringBuilder("method is GET");
    for (int i = 0; i < 30; i++) {
      wide.insert(0, "(").append(i % 2 == 0 ? " or " : " and ");
      wide.append("(header \"A").append(i).append("\" or header \"B").append(i).append("\"))");
    }
    var started = System.nanoTime();

    isSecondUnreachable(wide.toString(), wide.toString().replace("GET", "PUT"));

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
  }

  private static boolean isSecondUnreachable(String earlier, String later) {
    var text =
        "weir 1\nlisten :80\nhost * {\n  route /a when %s { respond 200 }\n  route /a when %s { respond 200 }\n}\n"
            .formatted(earlier, later);
    var reading = WeirFile.read(new Source("two.weir", text), SourceLoader.none());
    return reading instanceof Reading.Rejected;
  }
}
