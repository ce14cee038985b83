package io.weir.proxy.files;

import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.exchange.AcceptEncoding;
import org.jspecify.annotations.Nullable;

/** A content coding that a file may lie beside itself in, most wanted first. */
enum Coding {
  BROTLI(ContentCoding.BR, ".br"),
  ZSTD(ContentCoding.ZSTD, ".zst"),
  GZIP(ContentCoding.GZIP, ".gz"),
  IDENTITY(null, "");

  private static final Coding[] ALL = values();

  private final @Nullable ContentCoding content;
  private final String suffix;

  /**
   * @param content null for none
   */
  Coding(@Nullable ContentCoding content, String suffix) {
    this.content = content;
    this.suffix = suffix;
  }

  /**
   * The coding to send, or null if none that is there is acceptable.
   *
   * @param there a bit for each coding's place; identity is always there
   */
  static @Nullable Coding choose(AcceptEncoding wanted, int there) {
    Coding best = null;
    int most = AcceptEncoding.REFUSED;
    for (var coding : ALL) {
      int weight = (there & 1 << coding.place()) == 0 ? AcceptEncoding.REFUSED : coding.of(wanted);
      if (weight > most) {
        most = weight;
        best = coding;
      }
    }
    return best;
  }

  private int of(AcceptEncoding wanted) {
    return content == null ? wanted.identityWeight() : wanted.weight(content);
  }

  /** Its place in arrays and sets of bits. */
  int place() {
    return ordinal();
  }

  /** The name in {@code Content-Encoding}. */
  String token() {
    return content == null ? "identity" : content.token();
  }

  /** What the names of such files end in. */
  String suffix() {
    return suffix;
  }
}
