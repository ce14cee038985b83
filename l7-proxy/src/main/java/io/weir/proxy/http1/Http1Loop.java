package io.weir.proxy.http1;

import io.weir.proxy.exchange.Loop;

/** What the client connections of one loop share: parser, scratch, the date, and who answers. */
public final class Http1Loop {
  final Loop loop;
  final RequestHandler handler;
  final RequestParser requests = new RequestParser();
  final HeadBuffer head = new HeadBuffer();
  final DateLine date = new DateLine();
  final ServerConnections connections;
  final byte[] via;

  /**
   * @param via the whole {@code Via} line for replies, or nothing
   */
  public Http1Loop(Loop loop, RequestHandler handler, ServerConnections connections, byte[] via) {
    this.loop = loop;
    this.handler = handler;
    this.connections = connections;
    this.via = via;
  }

  /** The loop. */
  public Loop loop() {
    return loop;
  }

  /** The client connections of this loop. */
  public ServerConnections connections() {
    return connections;
  }
}
