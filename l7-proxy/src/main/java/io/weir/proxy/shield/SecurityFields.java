package io.weir.proxy.shield;

import io.weir.dsl.model.SecurityHeaders;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ReplyDress;
import java.util.List;
import java.util.Locale;

/**
 * The fields by which browsers guard a page; {@code docs/security.md} says what each does and what
 * it may break. Immutable.
 */
final class SecurityFields implements ReplyDress {
  private static final Field TRANSPORT = Field.of("Strict-Transport-Security", "max-age=31536000");
  private static final Field POLICY = Field.of("Content-Security-Policy", "frame-ancestors 'self'");
  private static final List<Field> ALWAYS =
      List.of(
          Field.of("X-Content-Type-Options", "nosniff"),
          Field.of("X-Frame-Options", "SAMEORIGIN"),
          Field.of("Referrer-Policy", "strict-origin-when-cross-origin"),
          Field.of(
              "Permissions-Policy",
              "browsing-topics=(), camera=(self), geolocation=(self), microphone=(self)"),
          Field.of("Cross-Origin-Opener-Policy", "same-origin-allow-popups"));
  private static final Field RESOURCE = Field.of("Cross-Origin-Resource-Policy", "same-site");

  private final boolean overrides;
  private final boolean isShared;

  /**
   * @param isShared whether pages of other origins may use the route, so that they may embed it too
   */
  SecurityFields(SecurityHeaders wanted, boolean isShared) {
    this.overrides = wanted == SecurityHeaders.OVERRIDE;
    this.isShared = isShared;
  }

  private record Field(byte[] lowerName, byte[] line) {
    static Field of(String name, String value) {
      return new Field(
          Octets.of(name.toLowerCase(Locale.ROOT)), Octets.of(name + ": " + value + "\r\n"));
    }
  }

  @Override
  public void apply(Exchange exchange, Reply reply) {
    if (exchange.isSecure()) {
      // RFC 6797 7.2: over plain HTTP it must not be sent, since anybody could have written it.
      put(reply, TRANSPORT);
    }
    ALWAYS.forEach(field -> put(reply, field));
    if (!isShared) {
      put(reply, RESOURCE);
    }
    if (overrides || !has(reply, POLICY)) {
      // CSP 3 8.1: of several policies each holds, so that one more takes nothing from the others.
      reply.changes().add(POLICY.line);
    }
  }

  private void put(Reply reply, Field field) {
    if (overrides) {
      reply.changes().remove(field.lowerName);
    } else if (has(reply, field)) {
      return;
    }
    reply.changes().add(field.line);
  }

  private static boolean has(Reply reply, Field field) {
    return reply.head().fields().next(field.lowerName, -1) >= 0;
  }
}
