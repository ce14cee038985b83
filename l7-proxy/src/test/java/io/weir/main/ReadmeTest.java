package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path ROOT = root();

  @TempDir private Path folder;

  @Test
  void showsAConfigurationThatIsAcceptedInTheOneStyle() throws IOException {
    var config = first("(?s)```weir\n(.*?)```", Files.readString(ROOT.resolve("README.md")));
    var file = Files.writeString(folder.resolve("readme.weir"), config).toString();

    assertThat(Cli.run("check", "--strict", file)).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(Cli.run("fmt", "--check", file).out()).isEmpty();
  }

  @Test
  void linksToWhatIsThere() throws IOException {
    var links =
        Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(ROOT.resolve("README.md")));

    assertThat(links.results().map(link -> ROOT.resolve(link.group(1))))
        .hasSizeGreaterThan(5)
        .allSatisfy(path -> assertThat(path).exists());
  }

  private static String first(String pattern, String text) {
    var matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  /** The checkout, from its root or from a module. */
  private static Path root() {
    var here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("weir")) ? here : here.getParent();
  }
}
