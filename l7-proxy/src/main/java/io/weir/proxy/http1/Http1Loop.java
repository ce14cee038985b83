package io.weir.proxy.http1;

import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Refused;
import io.weir.proxy.exchange.Timeline;
import io.weir.proxy.failure.ProxyFailure;
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

  /** Octets that came before any request were refused; nothing has been or will be sent. */
  public void refused(Client client, ProxyFailure failure, int status, Timeline timeline) {
    handler.refused(loop, client, Refused.before(failure, status, timeline));
  }

  /** Something that is a defect of ours, not an outcome of the wire. */
  void unexpected(Throwable thrown) {
    LOG.error("a client connection broke on a defect", thrown);
  }
}
