package io.weir.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** The content of a request as text, if it is not too much. */
final class RequestText {
  /** Octets that it may have. */
  static final int LIMIT = 8 << 20;

  private RequestText() {}

  /** Why content is not taken. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String message) {
      super(message, null, false, false);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** Reads the content of a paused request; fails with {@link Refused}. */
  static Future<String> of(HttpServerRequest request) {
    var length = request.getHeader("Content-Length");
    // Vert.x has checked the number; one of more than ten digits is too large anyway.
    if (length != null && (length.length() > 10 || Long.parseLong(length) > LIMIT)) {
      return Future.failedFuture(tooLarge());
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    Promise<Buffer> whole = Promise.promise();
    var content = Buffer.buffer();
    request.handler(part -> {
      if (content.length() + part.length() > LIMIT) {
        whole.tryFail(tooLarge());
      } else {
        content.appendBuffer(part);
      }
    });
    request.exceptionHandler(whole::tryFail);
    request.endHandler(_ -> whole.tryComplete(content));
    request.resume();
    return whole.future().map(RequestText::decode);
  }

  private static String decode(Buffer content) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content.getBytes())).toString();
    } catch (CharacterCodingException _) {
      throw new Refused(400, "found octets that are not UTF-8; expected text");
    }
  }

  private static Refused tooLarge() {
    return new Refused(413, "found more than " + LIMIT + " octets; expected less");
  }
}
