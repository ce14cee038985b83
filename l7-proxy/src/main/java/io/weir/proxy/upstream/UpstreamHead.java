package io.weir.proxy.upstream;

import io.weir.dsl.model.Pool;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.http1.HeadBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows what a server would be sent, without a server. Any thread. */
public final class UpstreamHead {
  private UpstreamHead() {}

  /** The request line and the field lines, octets as Latin-1, without line ends. */
  public static List<String> lines(Exchange exchange, ForwardingRules rules, Pool.Server server) {
    if (!exchange.isPeerTrusted()) {
      ForwardStep.dropForwardingFields(exchange);
    }
    var out = new HeadBuffer();
    var endpoint = new Endpoint("", server.at(), List.of());
    RequestHeadWriter.compose(out, exchange, rules, endpoint, Forwarding.isTunnelled(exchange));
    return new String(out.toBytes(), StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
