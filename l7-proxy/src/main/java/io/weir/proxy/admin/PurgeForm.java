package io.weir.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads a purge from a form: {@code tag=a&tag=b&soft=true}. */
final class PurgeForm {
  /** Targets of one purge. */
  static final int MOST = 10_000;

  private static final String EXPECTED = "url, prefix, glob, tag, all, cache, soft";

  private final Map<Name, List<String>> values = new EnumMap<>(Name.class);
  private int targets;

  private PurgeForm() {
    for (var name : Name.values()) {
      values.put(name, new ArrayList<>());
    }
  }

  private enum Name {
    URL,
    PREFIX,
    GLOB,
    TAG,
    ALL,
    CACHE,
    SOFT
  }

  /**
   * Reads forms as one.
   *
   * @throws RequestText.Refused if that is no purge
   */
  static PurgeRequest read(String query, String content) {
    var form = new PurgeForm();
    form.take(query);
    form.take(content);
    return form.request();
  }

  private void take(String text) {
    for (var pair : text.strip().split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = name(decoded(equals < 0 ? pair : pair.substring(0, equals)));
        var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        values(name).add(value);
        targets += name.ordinal() < Name.ALL.ordinal() ? 1 : 0;
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException _) {
      throw refused("found '" + text + "'; expected a form, with % before two hexadecimal digits");
    }
  }

  private static Name name(String text) {
    return switch (text) {
      case "url" -> Name.URL;
      case "prefix" -> Name.PREFIX;
      case "glob" -> Name.GLOB;
      case "tag" -> Name.TAG;
      case "all" -> Name.ALL;
      case "cache" -> Name.CACHE;
      case "soft" -> Name.SOFT;
      case String _ ->
          throw refused(
              "found '"
                  + text
                  + "'; expected one of: "
                  + EXPECTED
                  + " (an & in a URL is written %26)");
    };
  }

  private PurgeRequest request() {
    boolean everything = isOn(Name.ALL, "all");
    if (everything && targets > 0) {
      throw refused("found all beside " + targets + " others; expected it alone");
    }
    if (!everything && targets == 0) {
      throw refused("found nothing to purge; expected url, prefix, glob, tag or all");
    }
    if (targets > MOST) {
      throw refused("found " + targets + " things to purge; expected at most " + MOST);
    }
    return new PurgeRequest(
        values(Name.CACHE),
        isOn(Name.SOFT, "soft"),
        everything,
        values(Name.URL),
        values(Name.PREFIX),
        values(Name.GLOB),
        values(Name.TAG));
  }

  private boolean isOn(Name name, String word) {
    boolean isOn = false;
    for (var value : values(name)) {
      isOn =
          switch (value) {
            case "", "true" -> true;
            case "false" -> false;
            case String _ ->
                throw refused("found " + word + "=" + value + "; expected true or false");
          };
    }
    return isOn;
  }

  private List<String> values(Name name) {
    return values.getOrDefault(name, List.of());
  }

  private static RequestText.Refused refused(String message) {
    return new RequestText.Refused(400, message);
  }
}
