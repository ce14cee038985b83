package io.weir.proxy.listen;

import static io.weir.proxy.listen.ProxyHeaderParser.refused;

import io.weir.proxy.address.ParsedAddress;
import io.weir.proxy.exchange.ProxyHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Version 1 of the PROXY header: one line of text. */
final class ProxyHeaderLine {
  private ProxyHeaderLine() {}

  /** The header that a line, without its CRLF, stands for; it begins with {@code PROXY} and SP. */
  static ProxyHeader read(byte[] octets) {
    var line = new String(octets, StandardCharsets.ISO_8859_1);
    // 2.1: of an unknown connection the receiver must ignore whatever else the line says.
    if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
      return header(Optional.empty());
    }
    var words = line.split(" ", -1);
    if (words.length != 6) {
      throw refused("found " + words.length + " words in a PROXY line", "6");
    }
    boolean isSix =
        switch (words[1]) {
          case "TCP4" -> false;
          case "TCP6" -> true;
          default -> throw refused("found another protocol in a PROXY line", "TCP4 or TCP6");
        };
    return header(
        Optional.of(
            new ProxyHeader.Route(
                address(words[2], isSix),
                port(words[4]),
                address(words[3], isSix),
                port(words[5]))));
  }

  private static ProxyHeader header(Optional<ProxyHeader.Route> route) {
    return new ProxyHeader(1, false, route, List.of(), Optional.empty());
  }

  private static byte[] address(String word, boolean isSix) {
    var address = ParsedAddress.parse(word);
    if (address.isEmpty() || word.indexOf(':') >= 0 != isSix) {
      throw refused("found an address in a PROXY line that is none", isSix ? "IPv6" : "IPv4");
    }
    return address.get().bytes();
  }

  private static int port(String word) {
    boolean isNumber =
        !word.isEmpty()
            && word.length() <= 5
            && word.chars().allMatch(c -> c >= '0' && c <= '9')
            && (word.length() == 1 || word.charAt(0) != '0');
    int port = isNumber ? Integer.parseInt(word) : -1;
    if (port < 0 || port > 65_535) {
      throw refused("found a port in a PROXY line that is none", "0 to 65535");
    }
    return port;
  }
}
