package io.weir.proxy.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.files.FileName.Below;
import io.weir.proxy.files.FileName.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  private static final Path ROOT = Path.of("/srv/www");

  @ParameterizedTest
  @CsvSource({
    "a.txt, a.txt, false",
    "a/b/c, a/b/c, false",
    "a/b/, a/b, true",
    "'', '', true",
    "%61%2Etxt, a.txt, false",
    "a%20b, 'a b', false",
    "%C3%A4.txt, ä.txt, false",
    "%25, %, false",
    "%252e%252e, %2e%2e, false",
    "a..b, a..b, false",
    ".well-known/acme-challenge/x, .well-known/acme-challenge/x, false",
  })
  void resolvesEncodingOnce(String path, String relative, boolean folder) {
    assertThat(read(path)).isEqualTo(new Below(relative, folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../a",
        "a/..",
        "a/../b",
        ".",
        "./a",
        "%2e%2e/a",
        "%2E%2E",
        ".%2e/x",
        "a/%2e%2e/b",
        ".git",
        ".git/config",
        "a/.env",
        ".well-known-not",
        "%2ehidden",
        "a%2Fb",
        "a%2fb",
        "..%2f..%2fetc/passwd",
        "a%5Cb",
        "a\\b",
        "..%5c..",
        "a%00.txt",
        "a%0d%0ab",
        "a%7f",
        "/a",
        "/",
        "a//b",
        "a//",
      })
  void refusesNamesThatCouldEscapeOrMeanTwoThings(String path) {
    assertThat(read(path))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.why()).isEqualTo(Cause.FILE_REFUSED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%2",
        "%zz",
        "a%",
        "%C0%AE%C0%AE/a",
        "%C0%AF",
        "%E0%80%AF",
        "%F0%80%80%AF",
        "%ED%A0%80",
        "%FF",
        "%C3",
        "%F4%90%80%80",
      })
  void refusesWhatIsNoEncodingOfUtf8(String path) {
    assertThat(read(path))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.why()).isEqualTo(Cause.BAD_TARGET));
  }

  @Test
  void knowsThatNoFileHasSuchALongName() {
    var longest = "x".repeat(FileName.NAME_MAX);

    assertThat(read(longest)).isEqualTo(new Below(longest, false));
    assertThat(read(longest + "x")).isInstanceOf(Refused.class);
    assertThat(read("%C3%A4".repeat(128))).isInstanceOf(Refused.class);
    assertThat(read("a/".repeat(FileName.PATH_MAX / 2 + 1))).isInstanceOf(Refused.class);
  }

  @Property(tries = 5000)
  void neverLeavesTheFolder(@ForAll("paths") String path) {
    assertStaysBelow(Octets.of(path));
  }

  @FuzzTest
  void neverLeavesTheFolderWhateverTheOctets(byte[] path) {
    assertStaysBelow(path);
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of(
            "a",
            "b",
            "..",
            ".",
            "/",
            "%2e",
            "%2E",
            "%2f",
            "%5c",
            "\\",
            "%00",
            "%",
            "%25",
            "%c0%ae",
            "%c3%a4",
            "\u0000",
            "\n",
            "\u00e4",
            "~",
            ";",
            "well-known")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  private static void assertStaysBelow(byte[] path) {
    switch (FileName.of(path, 0, path.length)) {
      case Refused(var why, var detail) ->
          assertThat(detail).as(why.code()).isNotEmpty().doesNotContain("\n", "\u0000");
      case Below(var relative, var _) -> {
        var resolved = ROOT.resolve(relative);
        assertThat(resolved.normalize()).isEqualTo(resolved);
        assertThat(resolved.startsWith(ROOT)).isTrue();
        assertThat(relative).doesNotContain("\\", "\u0000", "//").doesNotStartWith("/");
        assertThat(relative.getBytes(StandardCharsets.UTF_8).length)
            .isLessThanOrEqualTo(path.length);
      }
    }
  }

  private static FileName read(String path) {
    var octets = Octets.of(path);
    return FileName.of(octets, 0, octets.length);
  }
}
