package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.dsl.model.ClientLimits;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Feeds octets to a parser in parts, as a connection would, and writes down what came of it. */
final class Wire {
  private Wire() {}

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  /** What a request parser makes of the octets when they come in parts of these lengths. */
  static String request(byte[] octets, List<Integer> parts, ClientLimits limits) {
    var parser = new RequestParser();
    var progress = new HeadProgress();
    return feed(
        octets,
        parts,
        in -> {
          var head = parser.parse(in, progress, limits, false);
          return head == null ? null : describe(head);
        });
  }

  /** The same for a response to a GET. */
  static String response(byte[] octets, List<Integer> parts) {
    var parser = new ResponseParser();
    var progress = new HeadProgress();
    return feed(
        octets,
        parts,
        in -> {
          var response = parser.parse(in, progress, Method.GET);
          return response == null ? null : describe(response);
        });
  }

  /** The same for a chunked body: its content, its trailers, and what is left behind it. */
  static String chunks(byte[] octets, List<Integer> parts) {
    var decoder = new ChunkDecoder(Cause.BAD_BODY);
    var content = new StringBuilder();
    var outcome =
        feed(
            octets,
            parts,
            in -> {
              int step = decoder.next(in);
              for (; step == ChunkDecoder.DATA; step = decoder.next(in)) {
                content.append(text(taken(in, decoder.dataLength())));
              }
              return step == ChunkDecoder.MORE ? null : fields(decoder.trailers());
            });
    return content + "|" + outcome;
  }

  static byte[] taken(ByteBuf in, int length) {
    var octets = new byte[length];
    in.readBytes(octets);
    return octets;
  }

  private static String feed(byte[] octets, List<Integer> parts, Function<ByteBuf, String> parser) {
    var in = Unpooled.buffer(octets.length + 1);
    int at = 0;
    int discarded = 0;
    try {
      for (int part = 0; at < octets.length; part++) {
        int length = octets.length - at;
        if (part < parts.size()) {
          length = Math.min(length, parts.get(part));
        }
        in.writeBytes(octets, at, length);
        at += length;
        int before = in.readerIndex();
        var outcome = parser.apply(in);
        if (in.readerIndex() < before) {
          throw new AssertionError("the reader index went back");
        }
        if (outcome != null) {
          return outcome + " at " + (discarded + in.readerIndex());
        }
        // As a connection does now and then: progress must not depend on absolute indices.
        discarded += in.readerIndex();
        in.discardReadBytes();
      }
      return "more";
    } catch (ProxyFailure failure) {
      return failure.why() + ": " + failure.getMessage();
    }
  }

  private static String describe(RequestHead head) {
    return String.join(
        " ",
        head.methodText(),
        head.target().host() + ":" + head.target().port(),
        head.target().path() + head.target().query(),
        "1." + head.minorVersion(),
        String.valueOf(head.bodyLength()),
        String.valueOf(head.keepsAlive()),
        String.valueOf(head.expectsContinue()),
        String.valueOf(head.upgrade()),
        fields(head.fields()));
  }

  private static String describe(ParsedResponse response) {
    return String.join(
        " ",
        "1." + response.head().minorVersion(),
        String.valueOf(response.head().status()),
        text(response.head().reason()),
        String.valueOf(response.bodyLength()),
        String.valueOf(response.keepsAlive()),
        fields(response.head().fields()));
  }

  /** The lines as they are in their array, each between bars. */
  static String fields(FieldLines lines) {
    var text = new StringBuilder();
    for (int i = 0; i < lines.count(); i++) {
      text.append('|').append(lines.nameText(i)).append('=').append(lines.value(i));
    }
    return text.append('|').toString();
  }

  /** The head written out again in the form in which it is understood. */
  static byte[] again(RequestHead head) {
    var target = head.target();
    var text = new StringBuilder(head.methodText()).append(' ');
    text.append(target.path()).append(target.query()).append(" HTTP/1.");
    text.append(head.minorVersion()).append("\r\n");
    appendLines(text, head.fields());
    return octets(text.append("\r\n").toString());
  }

  static byte[] again(ParsedResponse response) {
    var text = new StringBuilder("HTTP/1.").append(response.head().minorVersion()).append(' ');
    text.append(response.head().status()).append(' ').append(text(response.head().reason()));
    text.append("\r\n");
    appendLines(text, response.head().fields());
    return octets(text.append("\r\n").toString());
  }

  private static void appendLines(StringBuilder text, FieldLines lines) {
    for (int i = 0; i < lines.count(); i++) {
      int start = lines.lineStart(i);
      text.append(
          new String(lines.bytes(), start, lines.lineEnd(i) - start, StandardCharsets.ISO_8859_1));
    }
  }

  /** Whether the length is one that a body can have. */
  static boolean isBodyLength(long length) {
    return length >= 0 || length == Framing.CHUNKED || length == Framing.UNTIL_CLOSE;
  }
}
