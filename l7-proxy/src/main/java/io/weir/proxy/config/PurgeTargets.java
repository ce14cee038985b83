package io.weir.proxy.config;

import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Underscores;
import io.weir.proxy.cache.purge.Glob;
import io.weir.proxy.cache.purge.Purge.Target;
import io.weir.proxy.cache.store.KeyProbe;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.http1.RequestParser;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Brings what is to be purged into the form of the keys that requests have: URLs by the parser that
 * reads requests, so that whatever a client may write, it means the same. {@code //host/path} means
 * both schemes. For use by one thread at a time; all methods throw {@link IllegalArgumentException}
 * with what is wrong.
 */
public final class PurgeTargets {
  private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.1");

  /** What some listeners let pass has to be found too. */
  private static final ClientLimits LIMITS =
      new ClientLimits(
          ClientLimits.DEFAULT.headTimeout(),
          ClientLimits.DEFAULT.keepAlive(),
          1,
          ClientLimits.DEFAULT.lifetime(),
          1 << 20,
          1 << 20,
          ClientLimits.DEFAULT.fields(),
          Underscores.DROP,
          true);

  private final RequestParser parser = new RequestParser();
  private final KeyProbe probe = new KeyProbe();

  /** One URL. */
  public List<Target> url(String text) {
    return schemes(text).map(url -> (Target) new Target.Url(key(url))).toList();
  }

  /** All URLs that start so; the host has to be whole. */
  public List<Target> prefix(String text) {
    return schemes(text).map(url -> (Target) new Target.Prefix(key(url))).toList();
  }

  /** All URLs that match; paths and queries have to be written as they are shown by explain. */
  public Target glob(String text) {
    var octets = octets(text.startsWith("//") ? "*:" + text : text);
    int host = octets.indexOf("://") + 3;
    var scheme = octets.substring(0, Math.max(0, host - 3)).toLowerCase(Locale.ROOT);
    if (!List.of("http", "https", "*").contains(scheme)) {
      throw new IllegalArgumentException(
          "found '"
              + text
              + "'; expected a pattern that starts with http://, https://, *:// or //");
    }
    int path = octets.indexOf('/', host);
    if (path < 0) {
      throw new IllegalArgumentException(
          "found no path in '" + text + "'; expected a slash behind the host");
    }
    var authority = octets.substring(host, path).toLowerCase(Locale.ROOT);
    var usual = scheme.equals("https") ? ":443" : scheme.equals("http") ? ":80" : "\n";
    var bare =
        authority.endsWith(usual)
            ? authority.substring(0, authority.length() - usual.length())
            : authority;
    var literal = bare.replace("[", "").replace("]", "");
    return new Target.Matching(Glob.of(scheme + "://" + literal + octets.substring(path)));
  }

  /** All responses with a tag. */
  public Target tag(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("found an empty tag; expected a name");
    }
    return new Target.Tag(octets(text.strip()));
  }

  private static Stream<String> schemes(String text) {
    return text.startsWith("//") ? Stream.of("https:" + text, "http:" + text) : Stream.of(text);
  }

  private String key(String url) {
    var request = new RehearsedRequest("GET", lowerScheme(url), List.of(), NOBODY);
    boolean isSecure = request.url().startsWith("https:");
    try {
      var head = parser.parse(request.octets(), LIMITS, isSecure);
      return probe.of(isSecure, head.target()).toString();
    } catch (ProxyFailure failure) {
      throw new IllegalArgumentException(
          "URL '" + url + "': " + String.valueOf(failure.getMessage()), failure);
    }
  }

  private static String lowerScheme(String url) {
    int colon = Math.max(0, url.indexOf(':'));
    return url.substring(0, colon).toLowerCase(Locale.ROOT) + url.substring(colon);
  }

  /** Octets of UTF-8, one character each, as keys and fields have them. */
  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
