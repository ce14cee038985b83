package io.weir.proxy.limit;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.Limit;
import io.weir.dsl.model.Route;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;

/** Limits as a file states them. */
final class Limits {
  private Limits() {}

  /** The route of a file in which these limits apply to all requests. */
  static Route route(String limits) {
    boolean byClaim = limits.contains("per jwt");
    var text =
        "weir 1\nlisten :80\n"
            + (byClaim ? "jwt main { keys file \"jwks.json\" }\n" : "")
            + "host * { route /** as all {\n"
            + (byClaim ? "auth jwt main\n" : "")
            + limits
            + "\nrespond 200 \"ok\" } }\n";
    var reading = WeirFile.read(new Source("test.weir", text), SourceLoader.none());
    if (!(reading instanceof Reading.Accepted(var config, _))) {
      throw new AssertionError(reading);
    }
    return config.hosts().getFirst().routes().getFirst();
  }

  /** One limit. */
  static Limit.Requests of(String limit) {
    return (Limit.Requests) route(limit).settings().limits().getFirst();
  }
}
