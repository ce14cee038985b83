package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import java.util.Optional;

/** Small directives at the top of a file. */
final class FileReaders {
  private FileReaders() {}

  /** {@code trusted [10.9.0.0/16]}: the peers whose forwarding fields are believed. */
  static void trusted(Arguments arguments, FileDraft file) {
    file.once(arguments);
    file.trusted = Typed.addresses(arguments, "trusted");
    arguments.endWithoutBlock();
  }

  /** {@code geoip "GeoLite2-Country.mmdb"}: where the country of an address is looked up. */
  static void geoip(Arguments arguments, FileDraft file) {
    file.once(arguments);
    file.geoip = Optional.of(FileNames.file(arguments, "geoip"));
    arguments.endWithoutBlock();
  }

  /** The first {@code weir 1} is taken before; this is one more. */
  static void version(Arguments arguments, FileDraft file) {
    arguments.fail(
        Code.VERSION,
        arguments.statement().span(),
        "\"weir\" is the first statement of a file and stands there once");
  }
}
