package io.weir.proxy.cache;

import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.PumpedSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The content of a request, read whole: what a QUERY asks is a part of its key (RFC 10008), and may
 * have to be asked several times. Immutable.
 */
final class QueryContent {
  /** No content, as GET has. */
  static final QueryContent NONE = new QueryContent(new byte[0]);

  /** What says how content is to be read, so that the same octets under others ask for others. */
  private static final List<FieldName> DESCRIBING =
      List.of(FieldName.CONTENT_TYPE, FieldName.CONTENT_ENCODING);

  private final byte[] octets;

  /** Of these octets, which are not copied. */
  QueryContent(byte[] octets) {
    this.octets = octets;
  }

  /** The content, to be sent once more. */
  BodySource source() {
    return octets.length == 0 ? BodySource.NONE : new Sending(octets);
  }

  /**
   * What stands for it in a key: the SHA-256 of its octets, and of what describes them, as they
   * came. Nothing is normalised, since only the server knows what means the same.
   *
   * @param fields of the request
   */
  String print(FieldLines fields) {
    var sha = sha256();
    for (var name : DESCRIBING) {
      for (int i = fields.first(name); i >= 0; i = fields.next(name, i)) {
        int start = fields.valueStart(i);
        sha.update(fields.bytes(), start, fields.valueEnd(i) - start);
        // No value has a line feed: nothing that ends one line can begin the next.
        sha.update((byte) '\n');
      }
      sha.update((byte) '\n');
    }
    return HexFormat.of().formatHex(sha.digest(octets));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Gives all octets at once, then the end. */
  private static final class Sending extends PumpedSource {
    private final byte[] octets;
    private boolean given;

    Sending(byte[] octets) {
      this.octets = octets;
    }

    @Override
    protected boolean step(BodySink to) {
      if (given) {
        end();
        to.end(FieldLines.NONE);
        return false;
      }
      given = true;
      to.data(Unpooled.wrappedBuffer(octets));
      return true;
    }

    @Override
    protected void free() {}
  }
}
