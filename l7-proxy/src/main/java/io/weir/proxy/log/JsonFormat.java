package io.weir.proxy.log;

import static io.weir.proxy.exchange.FieldName.REFERER;
import static io.weir.proxy.exchange.FieldName.USER_AGENT;

import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object (RFC 8259) a line, always with the same keys in the same order; null where there
 * is nothing to tell. {@code docs/access-log.md} explains the keys.
 */
final class JsonFormat implements Format {
  private static final byte[] NULL = Octets.of("null");
  private static final byte[] TIME = Octets.of("{\"time\":\"");
  private static final byte[] CLIENT = Octets.of("\",\"client\":");
  private static final byte[] USER = key("user");
  private static final byte[] PEER = key("peer");
  private static final byte[] PEER_PORT = key("peer_port");
  private static final byte[] LOCAL_PORT = key("local_port");
  private static final byte[] SCHEME = key("scheme");
  private static final byte[] HOST = key("host");
  private static final byte[] METHOD = key("method");
  private static final byte[] TARGET = key("target");
  private static final byte[] PROTOCOL = key("protocol");
  private static final byte[] REFERER_KEY = key("referer");
  private static final byte[] USER_AGENT_KEY = key("user_agent");
  private static final byte[] REQUEST_ID = key("request_id");
  private static final byte[] ROUTE = key("route");
  private static final byte[] POOL = key("pool");
  private static final byte[] CACHE = key("cache");
  private static final byte[] ENDPOINT = key("endpoint");
  private static final byte[] RETRIES = key("retries");
  private static final byte[] STATUS = key("status");
  private static final byte[] RECEIVED = key("bytes_received");
  private static final byte[] SENT = key("bytes_sent");
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
  private static final byte[] END = Octets.of("}\n");

  @Override
  public void append(Line line, Stamp now, Entry entry) {
    line.add(TIME);
    now.addRfc3339(line);
    text(line, CLIENT, entry.clientText());
    text(line, USER, entry.user());
    text(line, PEER, entry.client().addressText());
    number(line, PEER_PORT, entry.client().peerPort());
    number(line, LOCAL_PORT, entry.client().localPort());
    text(line, SCHEME, entry.scheme());
    request(line, entry);
    text(line, REQUEST_ID, entry.requestId());
    text(line, ROUTE, entry.route());
    text(line, POOL, entry.pool());
    text(line, ENDPOINT, entry.endpoint());
    number(line, RETRIES, entry.retries());
    number(line, STATUS, entry.status());
    number(line, RECEIVED, entry.bytesReceived());
    number(line, SENT, entry.bytesSent());
    text(line, CODING, entry.coding());
    number(line, CODING_IN, entry.codingIn());
    times(line, entry.timeline());
    var cause = entry.cause();
    text(line, CAUSE, cause == null ? null : cause.code());
    text(line, FAULT, cause == null ? null : cause.fault().text());
    text(line, DETAIL, entry.detail());
    text(line, LIMIT, entry.limit());
    text(line, CACHE, entry.cache());
    line.add(END);
  }

  private static void request(Line line, Entry entry) {
    var request = entry.request();
    if (request == null) {
      refused(line, entry.line());
      return;
    }
    var target = request.target();
    octets(line, HOST, target.bytes(), target.hostStart(), target.hostEnd());
    octets(line, METHOD, request.bytes(), 0, request.methodEnd());
    var requestLine = RequestLine.of(request);
    octets(line, TARGET, requestLine.octets(), requestLine.targetStart(), requestLine.targetEnd());
    text(line, PROTOCOL, request.minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1");
    field(line, REFERER_KEY, request, REFERER);
    field(line, USER_AGENT_KEY, request, USER_AGENT);
  }

  /** Tells of a line that was refused what can be told apart in it. */
  private static void refused(Line line, byte[] came) {
    text(line, HOST, null);
    int methodEnd = 0;
    while (methodEnd < came.length && Octets.isToken(came[methodEnd])) {
      methodEnd++;
    }
    boolean hasMethod = methodEnd > 0 && methodEnd < came.length && came[methodEnd] == ' ';
    if (hasMethod) {
      int targetEnd = methodEnd + 1;
      while (targetEnd < came.length && came[targetEnd] != ' ') {
        targetEnd++;
      }
      octets(line, METHOD, came, 0, methodEnd);
      octets(line, TARGET, came, methodEnd + 1, targetEnd);
    } else {
      text(line, METHOD, null);
      text(line, TARGET, null);
    }
    for (var key : new byte[][] {PROTOCOL, REFERER_KEY, USER_AGENT_KEY}) {
      text(line, key, null);
    }
  }

  private static void times(Line line, Timeline timeline) {
    time(line, HEAD, timeline, timeline.headRead);
    time(line, CONNECT, timeline, timeline.connected);
    time(line, FIRST_BYTE, timeline, timeline.firstByte);
    time(line, LAST_BYTE, timeline, timeline.ended);
  }

  private static void time(Line line, byte[] key, Timeline timeline, long at) {
    line.add(key);
    if (at == 0 || timeline.started == 0) {
      line.add(NULL);
    } else {
      line.addMillis(at - timeline.started);
    }
  }

  private static void field(Line line, byte[] key, RequestHead request, FieldName name) {
    var fields = request.fields();
    int i = fields.first(name);
    if (i < 0) {
      text(line, key, null);
    } else {
      octets(line, key, fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
    }
  }

  private static void octets(Line line, byte[] key, byte[] value, int start, int end) {
    line.add(key);
    line.add('"');
    Escape.json(line, value, start, end);
    line.add('"');
  }

  private static void text(Line line, byte[] key, @Nullable String value) {
    line.add(key);
    if (value == null) {
      line.add(NULL);
      return;
    }
    line.add('"');
    Escape.json(line, value);
    line.add('"');
  }

  private static void number(Line line, byte[] key, long value) {
    line.add(key);
    line.add(value);
  }

  private static byte[] key(String name) {
    return Octets.of(",\"" + name + "\":");
  }
}
