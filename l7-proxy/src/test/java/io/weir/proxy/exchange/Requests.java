package io.weir.proxy.exchange;

import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Listener;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Makes exchanges by hand: a request without a connection, on a loop that runs nothing. */
public final class Requests {
  private static final Span NOWHERE = new Span(new Source("test", ""), 0, 0);
  private static final Listener LISTENER =
      new Listener(new Endpoint("", 80), false, ClientLimits.DEFAULT, NOWHERE);

  private final String method;
  private final String url;
  private final FieldLinesBuilder fields = new FieldLinesBuilder();
  private String from = "127.0.0.1";

  private Requests(String method, String url) {
    this.method = method;
    this.url = url;
  }

  /**
   * A request for {@code scheme://host/path?query}; an empty host is none, and {@code
   * scheme://host*} is the server as a whole.
   */
  public static Requests of(String method, String url) {
    return new Requests(method, url);
  }

  /** A GET request. */
  public static Requests get(String url) {
    return new Requests("GET", url);
  }

  /** Adds a field line. */
  public Requests header(String name, String value) {
    fields.add(name, value);
    return this;
  }

  /** Sets the address of the client. */
  public Requests from(String address) {
    from = address;
    return this;
  }

  /** The exchange of the request. */
  public Exchange exchange() {
    return exchange(new Loop(0, null, null, 42));
  }

  /** The exchange of the request, on a loop that runs. */
  public Exchange exchange(Loop loop) {
    var address = address();
    boolean secure = url.startsWith("https://");
    var client = new Client(address, from, 5000, secure ? 443 : 80, secure, LISTENER);
    var head =
        new RequestHead(
            Octets.of(method),
            Method.find(Octets.of(method), 0, method.length()),
            method.length(),
            target(),
            1,
            fields.build(),
            0,
            true,
            false,
            false);
    return new Exchange(loop, client, head, 1, BodySource.NONE, _ -> {});
  }

  private Target target() {
    int hostStart = url.indexOf("://") + 3;
    int slash = url.indexOf('/', hostStart);
    int pathStart = slash < 0 ? url.indexOf('*', hostStart) : slash;
    int hostEnd = pathStart;
    int query = url.indexOf('?', pathStart);
    int pathEnd = query < 0 ? url.length() : query;
    return new Target(Octets.of(url), hostStart, hostEnd, -1, pathStart, pathEnd, url.length());
  }

  private byte[] address() {
    try {
      return InetAddress.getByName(from).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(from, e);
    }
  }
}
