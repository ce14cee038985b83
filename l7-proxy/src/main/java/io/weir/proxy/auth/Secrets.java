package io.weir.proxy.auth;

import io.weir.dsl.model.Auth;
import io.weir.dsl.model.JwtVerifier.Keys;
import io.weir.dsl.model.Secret;
import io.weir.dsl.model.WeirConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at every secret that a configuration names, without keeping any. Blocks. */
public final class Secrets {
  private Secrets() {}

  /** A secret that cannot be used, and why; the why shows nothing of it. */
  public record Unfit(Secret secret, String why) {}

  /** The secrets that cannot be used. */
  public static List<Unfit> unfit(WeirConfig config) {
    var parsers = new LinkedHashMap<Secret, Kept.Parser<?>>();
    for (var verifier : config.verifiers()) {
      switch (verifier.keys()) {
        case Keys.Stored(var from) -> parsers.put(from, KeySet::publicKeys);
        case Keys.Shared(var from) -> parsers.put(from, KeySet::secret);
        case Keys.Fetched _ -> {}
      }
    }
    for (var host : config.hosts()) {
      for (var route : host.routes()) {
        route.settings().auth().ifPresent(auth -> add(auth, parsers));
      }
    }
    var unfit = new ArrayList<Unfit>();
    parsers.forEach((secret, parser) -> look(secret, parser, unfit));
    return unfit;
  }

  private static void add(Auth auth, Map<Secret, Kept.Parser<?>> parsers) {
    switch (auth) {
      case Auth.Basic basic -> parsers.put(basic.users(), Users::parse);
      case Auth.Key key -> parsers.put(key.keys(), ApiKeys::parse);
      case Auth.Jwt _, Auth.Forward _ -> {}
    }
  }

  private static void look(Secret secret, Kept.Parser<?> parser, List<Unfit> unfit) {
    try {
      var _ = new Kept<>(secret, parser);
    } catch (IOException e) {
      unfit.add(new Unfit(secret, String.valueOf(e.getMessage())));
    }
  }
}
