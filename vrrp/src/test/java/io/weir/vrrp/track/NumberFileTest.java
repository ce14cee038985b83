package io.weir.vrrp.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "'  -20\n', -20",
    "+7, 7",
    "0x10, 16",
    "-0x10, -16",
    "010, 8",
    "12 and more, 12",
    "99999999999, 2147483647",
    "-99999999999, -2147483648",
    "99999999999999999999, 0",
    "'', 0",
    "abc, 0",
    "#10, 0",
    "-, 0"
  })
  void readsTheNumberThatATextBeginsWith(String text, int number) {
    assertThat(NumberFile.parse(text).state()).isEqualTo(number);
  }

  @Test
  void readsAFile() throws IOException {
    var file = Files.writeString(folder.resolve("number"), "-42\n");

    assertThat(NumberFile.read(file).state()).isEqualTo(-42);
  }

  @Test
  void whatIsNotThereOrNoFileIsZero() {
    assertThat(NumberFile.read(folder.resolve("none")))
        .isEqualTo(new Answer(0, "there is no such file"));
    assertThat(NumberFile.read(folder)).isEqualTo(new Answer(0, "there is no such file"));
  }
}
