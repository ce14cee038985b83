package io.weir.proxy.http1;

import io.weir.proxy.exchange.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the client connections of one loop share: parser, scratch, the date, and who answers. */
public final class Http1Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Http1Loop.class);

  final Loop loop;
  final RequestHandler handler;
  final RequestParser requests = new RequestParser();
  final HeadBuffer head = new HeadBuffer();
  final DateLine date = new DateLine();
  final ServerConnections connections;

  public Http1Loop(Loop loop, RequestHandler handler, ServerConnections connections) {
    this.loop = loop;
    this.handler = handler;
    this.connections = connections;
  }

  /** The loop. */
  public Loop loop() {
    return loop;
  }

  /** The client connections of this loop. */
  public ServerConnections connections() {
    return connections;
  }

  /** Something that is a defect of ours, not an outcome of the wire. */
  void unexpected(Throwable thrown) {
    LOG.error("a client connection broke on a defect", thrown);
  }
}
