package io.weir.main.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfReaderTest {
  @Test
  void aBraceMayBeAnywhere() {
    var conf = ConfReader.read("a 1 {\n b { c 2 }\n}\nd 3\n{\n e\n}\nf 80{\n g }");

    assertThat(conf.problems()).isEmpty();
    assertThat(conf.statements()).hasSize(3);
    assertThat(conf.statements().get(0).block().getFirst().block().getFirst()).hasToString("c 2");
    assertThat(conf.statements().get(1)).hasToString("d 3");
    assertThat(conf.statements().get(1).line()).isEqualTo(4);
    assertThat(conf.statements().get(1).block()).hasSize(1);
    assertThat(conf.statements().get(2)).hasToString("f 80");
  }

  @Test
  void commentsBeginAnywhereButInQuotes() {
    var conf = ConfReader.read("a b # c\n! d\ne!f\ng \"h # i ! j\" 'k # l'");

    assertThat(conf.statements()).hasToString("[a b, e, g h # i ! j k # l]");
    assertThat(conf.statements().getLast().words()).containsExactly("g", "h # i ! j", "k # l");
  }

  @Test
  void quotesKeepQuotesOfTheOtherKindAndWhatIsEscaped() {
    var words =
        ConfReader.read("script \"/a 'b c' \\\"d\\\" \\x\"").statements().getFirst().words();

    assertThat(words).containsExactly("script", "/a 'b c' \"d\" \\x");
  }

  @Test
  void aVariableHasBracesOfItsOwn() {
    var conf = ConfReader.read("a ${B} ${C}d {\n e\n}\ninclude /x/{a,b}/*.conf");

    assertThat(conf.statements().getFirst().words()).containsExactly("a", "${B}", "${C}d");
    assertThat(conf.statements().getFirst().block()).hasSize(1);
    assertThat(conf.statements().getLast().words()).containsExactly("include", "/x/{a,b}/*.conf");
  }

  @Test
  void whatIsLeftOpenIsTold() {
    assertThat(ConfReader.read("a {\n b \"c").problems())
        .extracting(Conf.Problem::line)
        .containsExactly(2, 1);
    assertThat(ConfReader.read("}").problems()).hasSize(1);
    assertThat(ConfReader.read("{ a }").problems()).hasSize(1);
  }

  @Test
  void nestsNoDeeperThanItCanBear() {
    var conf = ConfReader.read("a {\n".repeat(100_000));

    assertThat(conf.size()).isLessThan(10);
    assertThat(conf.problems()).isNotEmpty();
  }
}
