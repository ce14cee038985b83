package io.weir.proxy.log;

import static io.weir.proxy.exchange.FieldName.REFERER;
import static io.weir.proxy.exchange.FieldName.USER_AGENT;

import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.Timeline;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The combined format of Apache and nginx, and behind it {@code key=value} pairs with the rest,
 * which readers of the combined format skip. A dash is "nothing to tell".
 */
final class CombinedFormat implements Format {
  private static final byte[] NO_IDENT = Octets.of(" - ");
  private static final byte[] SPACE = Octets.of("\\x20");
  private static final byte[] BEFORE_TIME = Octets.of(" [");
  private static final byte[] AFTER_TIME = Octets.of("] \"");
  private static final byte[] AFTER_REQUEST = Octets.of("\" ");
  private static final byte[] BETWEEN = Octets.of("\" \"");
  private static final byte[] HTTP_1_0 = Octets.of(" HTTP/1.0");
  private static final byte[] HTTP_1_1 = Octets.of(" HTTP/1.1");
  private static final byte[] HOST = Octets.of("\" host=");
  private static final byte[] ROUTE = key("route");
  private static final byte[] POOL = key("pool");
  private static final byte[] ENDPOINT = key("endpoint");
  private static final byte[] RETRIES = key("retries");
  private static final byte[] RECEIVED = key("received");
  private static final byte[] CODING = key("coding");
  private static final byte[] CODING_IN = key("coding_in");
  private static final byte[] HEAD = key("head_ms");
  private static final byte[] CONNECT = key("connect_ms");
  private static final byte[] FIRST_BYTE = key("first_byte_ms");
  private static final byte[] LAST_BYTE = key("last_byte_ms");
  private static final byte[] CAUSE = key("cause");
  private static final byte[] FAULT = key("fault");
  private static final byte[] DETAIL = key("detail");
  private static final byte[] LIMIT = key("limit");
  private static final byte[] REQUEST_ID = key("request_id");

  @Override
  public void append(Line line, Stamp now, Entry entry) {
    var request = entry.request();
    Escape.combined(line, entry.clientText());
    line.add(NO_IDENT);
    user(line, entry.user());
    line.add(BEFORE_TIME);
    now.addCombined(line);
    line.add(AFTER_TIME);
    requestLine(line, entry);
    line.add(AFTER_REQUEST);
    line.add(entry.status());
    line.add(' ');
    line.add(entry.bytesSent());
    line.add(' ');
    line.add('"');
    field(line, request, REFERER);
    line.add(BETWEEN);
    field(line, request, USER_AGENT);
    extras(line, entry);
    line.add('\n');
  }

  private static void extras(Line line, Entry entry) {
    line.add(HOST);
    host(line, entry.request());
    text(line, ROUTE, entry.route());
    text(line, POOL, entry.pool());
    text(line, ENDPOINT, entry.endpoint());
    line.add(RETRIES);
    line.add(entry.retries());
    line.add(RECEIVED);
    line.add(entry.bytesReceived());
    word(line, CODING, Objects.requireNonNullElse(entry.coding(), "-"));
    line.add(CODING_IN);
    line.add(entry.codingIn());
    var timeline = entry.timeline();
    time(line, HEAD, timeline, timeline.headRead);
    time(line, CONNECT, timeline, timeline.connected);
    time(line, FIRST_BYTE, timeline, timeline.firstByte);
    time(line, LAST_BYTE, timeline, timeline.ended);
    var cause = entry.cause();
    word(line, CAUSE, cause == null ? "-" : cause.code());
    word(line, FAULT, cause == null ? "-" : cause.fault().text());
    text(line, DETAIL, entry.detail());
    text(line, LIMIT, entry.limit());
    text(line, REQUEST_ID, entry.requestId());
  }

  private static void requestLine(Line line, Entry entry) {
    var request = entry.request();
    if (request == null) {
      byte[] came = entry.line();
      if (came.length == 0) {
        line.add('-');
      }
      Escape.combined(line, came, 0, came.length);
      return;
    }
    Escape.combined(line, request.bytes(), 0, request.methodEnd());
    line.add(' ');
    var target = RequestLine.of(request);
    Escape.combined(line, target.octets(), target.targetStart(), target.targetEnd());
    line.add(request.minorVersion() == 0 ? HTTP_1_0 : HTTP_1_1);
  }

  private static void field(Line line, @Nullable RequestHead request, FieldName name) {
    int i = request == null ? -1 : request.fields().first(name);
    if (request == null || i < 0) {
      line.add('-');
      return;
    }
    var fields = request.fields();
    Escape.combined(line, fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
  }

  private static void host(Line line, @Nullable RequestHead request) {
    if (request == null || request.target().hostStart() == request.target().hostEnd()) {
      line.add('-');
      return;
    }
    var target = request.target();
    line.add('"');
    Escape.combined(line, target.bytes(), target.hostStart(), target.hostEnd());
    line.add('"');
  }

  private static void text(Line line, byte[] key, @Nullable String value) {
    line.add(key);
    if (value == null) {
      line.add('-');
      return;
    }
    line.add('"');
    Escape.combined(line, value);
    line.add('"');
  }

  /** Stands without quotes, so a space would make two words of it. */
  private static void user(Line line, @Nullable String user) {
    if (user == null || user.isEmpty()) {
      line.add('-');
      return;
    }
    int from = 0;
    for (int at = user.indexOf(' '); at >= 0; at = user.indexOf(' ', from)) {
      Escape.combined(line, user.substring(from, at));
      line.add(SPACE);
      from = at + 1;
    }
    Escape.combined(line, user.substring(from));
  }

  private static void word(Line line, byte[] key, String value) {
    line.add(key);
    Escape.combined(line, value);
  }

  private static void time(Line line, byte[] key, Timeline timeline, long at) {
    line.add(key);
    if (at == 0 || timeline.started == 0) {
      line.add('-');
    } else {
      line.addMillis(at - timeline.started);
    }
  }

  private static byte[] key(String name) {
    return Octets.of(" " + name + "=");
  }
}
