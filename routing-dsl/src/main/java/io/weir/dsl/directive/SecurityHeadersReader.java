package io.weir.dsl.directive;

import io.weir.dsl.model.SecurityHeaders;
import java.util.List;

/** {@code security-headers strict}, perhaps with {@code override}, and {@code … off}. */
final class SecurityHeadersReader implements Reader<Layer> {
  @Override
  public void read(Arguments arguments, Layer layer) {
    var word = arguments.oneOf("security-headers", List.of("strict", "off"));
    var value = SecurityHeaders.OFF;
    if (word.equals("strict")) {
      value = arguments.accept("override") ? SecurityHeaders.OVERRIDE : SecurityHeaders.STRICT;
    }
    var keyword = arguments.statement().keyword().span();
    layer.set(Setting.SECURITY_HEADERS, value, keyword, arguments);
    arguments.endWithoutBlock();
  }
}
