package io.weir.proxy.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressFileReaderTest {
  @TempDir private Path folder;

  @Test
  void readsAddressesNetworksCommentsAndEmptyLines() throws IOException {
    var trie =
        read(
            "\uFEFF# who misbehaves\r\n\r\n  10.0.0.0/8  # all of it\n\t192.0.2.7\n2001:db8::/32\n"
                + "::ffff:203.0.113.0/120\n#10.0.0.300\n198.51.100.1");

    assertThat(trie.size()).isEqualTo(5);
    assertThat(has(trie, "10.9.9.9", "192.0.2.7", "2001:db8::1", "203.0.113.9", "198.51.100.1"))
        .isTrue();
    assertThat(trie.contains(new byte[] {(byte) 192, 0, 2, 8})).isFalse();
  }

  @Test
  void readsAnEmptyFileAsNobody() throws IOException {
    assertThat(read("").size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.300 | found \"10.0.0.300\"; expected an address",
        "10.0.0.1/33 | expected an address or a network",
        "10.0.0.1/ | expected an address or a network",
        "10.0.0.0/-8 | expected an address or a network",
        "010.0.0.0/8 | expected an address or a network",
        "10.0.0.1/8 | no bit set behind its prefix",
        "2001:db8::1/64 | no bit set behind its prefix",
        "2001:db8::1/32 | no bit set behind its prefix",
        "::ffff:10.0.0.1/104 | no bit set behind its prefix",
        "::/129 | expected an address or a network",
        "fe80::1%eth0 | expected an address or a network",
        "10.0.0.1 10.0.0.2 | expected an address or a network",
        "example.com | expected an address or a network",
        "10.0.0.1; | expected an address or a network",
      })
  void namesFileAndLineOfAMistake(String line, String message) {
    assertThatThrownBy(() -> read("1.2.3.4\n" + line + "\n5.6.7.8\n"))
        .isInstanceOf(BadAddressFile.class)
        .hasMessageStartingWith("bad.txt:2: found \"")
        .hasMessageContaining(message);
  }

  @Test
  void tellsSeveralMistakesAtOnceAndEndsAtTen() {
    assertThatThrownBy(() -> read("x\n1.2.3.4\ny\n" + "z\n".repeat(20)))
        .isInstanceOfSatisfying(
            BadAddressFile.class,
            bad ->
                assertThat(bad.mistakes())
                    .hasSize(10)
                    .anyMatch(mistake -> mistake.startsWith("bad.txt:3: ")));
  }

  @Test
  void refusesALineWithoutEnd() {
    assertThatThrownBy(() -> read("1.2.3.4\n" + "#".repeat(200_000)))
        .hasMessage("bad.txt:2: found a line of more than 4096 characters");
  }

  @Test
  void showsNoControlCharacters() {
    assertThatThrownBy(() -> read("a\u001b[31mb")).hasMessageContaining("\"a\uFFFD[31mb\"");
  }

  /** Lines go on over the parts that the file is read in. */
  @Test
  void readsLongFilesWhole() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("10.").append(i >> 8).append('.').append(i & 255).append(".7 # note\n");
    }

    var trie = read(text.toString());

    assertThat(trie.size()).isEqualTo(20_000);
    assertThat(has(trie, "10.0.0.7", "10.39.16.7", "10.78.31.7")).isTrue();
  }

  private AddressTrie read(String text) throws IOException {
    var file = folder.resolve("list");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return AddressFileReader.read(file, "bad.txt");
  }

  private static boolean has(AddressTrie trie, String... addresses) {
    return List.of(addresses).stream()
        .allMatch(text -> trie.contains(ParsedAddress.parse(text).orElseThrow().bytes()));
  }
}
