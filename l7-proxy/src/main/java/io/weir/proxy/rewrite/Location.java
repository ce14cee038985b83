package io.weir.proxy.rewrite;

import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.Template;
import io.weir.dsl.model.Template.Part;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import java.nio.charset.StandardCharsets;

/**
 * Where a redirect points, as a URI reference (RFC 9110 10.2.2). Immutable.
 *
 * <p>A request's path may start with two slashes, and a reference that does so names another host
 * (RFC 3986 4.2). So unless the configuration itself wrote two, a target that would start with two
 * gets {@code /.} in front, which clients resolve to the same path on the same host.
 */
public final class Location {
  private static final byte[] SAME_HOST = Octets.of("/.");

  private final TextTemplate template;
  private final boolean mayNameHost;

  private Location(TextTemplate template, boolean mayNameHost) {
    this.template = template;
    this.mayNameHost = mayNameHost;
  }

  /** Compiles a redirect's target. */
  public static Location of(Template target, PathPattern path) {
    boolean startsWithHost =
        !target.parts().isEmpty()
            && target.parts().getFirst() instanceof Part.Text(var text)
            && text.startsWith("//");
    return new Location(TextTemplate.of(target, path, Place.REFERENCE), startsWithHost);
  }

  /** The target for this exchange: octets of a URI and nothing else. */
  public byte[] render(Exchange exchange) {
    var target = template.render(exchange);
    boolean namesHost = target.length > 1 && target[0] == '/' && target[1] == '/';
    if (mayNameHost || !namesHost) {
      return target;
    }
    var safe = new Rendering();
    safe.put(SAME_HOST, 0, SAME_HOST.length);
    safe.put(target, 0, target.length);
    return safe.toOctets();
  }

  /** The same as text. */
  public String text(Exchange exchange) {
    return new String(render(exchange), StandardCharsets.US_ASCII);
  }
}
