package io.weir.main;

import io.weir.dsl.model.AccessRule;
import io.weir.dsl.model.Compression;
import io.weir.dsl.model.HeaderEdit;
import io.weir.dsl.model.Retry;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Template;
import io.weir.dsl.model.Template.Part;
import io.weir.dsl.model.Timeouts;
import io.weir.proxy.route.ConditionText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a route does in another way than by default, in the words of the language. */
final class Settings {
  private final List<String> lines = new ArrayList<>();

  private Settings() {}

  /** One text for each setting that is not the default. */
  static List<String> of(RouteSettings settings) {
    var found = new Settings();
    found.timeouts(settings.timeouts(), Timeouts.DEFAULT);
    found.retry(settings.retry());
    if (settings.bodyMax() != RouteSettings.DEFAULT.bodyMax()) {
      var most = settings.bodyMax();
      found.lines.add("body max " + (most == RouteSettings.UNLIMITED ? "unlimited" : size(most)));
    }
    settings.access().forEach(block -> block.rules().forEach(rule -> found.lines.add(rule(rule))));
    settings.auth().ifPresent(auth -> found.lines.add(AuthText.of(auth)));
    settings.requestEdits().forEach(edit -> found.lines.add("header request " + edit(edit)));
    settings.responseEdits().forEach(edit -> found.lines.add("header " + edit(edit)));
    settings.rewrite().ifPresent(target -> found.lines.add("rewrite " + quoted(target)));
    if (settings.timeouts().minReplyRate() != Timeouts.DEFAULT.minReplyRate()) {
      found.lines.add(
          "reply rate at least %d bytes/s".formatted(settings.timeouts().minReplyRate()));
    }
    if (settings.priority() != RouteSettings.DEFAULT.priority()) {
      found.lines.add("priority " + settings.priority().word());
    }
    settings.compression().ifPresent(found::compression);
    return List.copyOf(found.lines);
  }

  /** A template as it is written in a file. */
  static String text(Template template) {
    return template.parts().stream()
        .map(part ->
            switch (part) {
              case Part.Text(var text) -> text;
              case Part.Captured(var name) -> "{" + name + "}";
              case Part.Rest _ -> "{**}";
              case Part.Variable(var name) -> "{" + name.word() + "}";
              case Part.Claim(_, var claim) -> "{jwt." + claim + "}";
            })
        .collect(Collectors.joining());
  }

  private void compression(Compression rules) {
    if (!rules.codings().isEmpty()) {
      var line = "compress " + rules.codingsText() + " min " + size(rules.leastBytes());
      var types =
          rules.types().equals(Compression.DEFAULT_TYPES)
              ? ""
              : " types \"" + String.join("\", \"", rules.types()) + "\"";
      lines.add(line + types);
    }
    if (rules.gunzip()) {
      lines.add("gunzip on");
    }
  }

  private void timeouts(Timeouts now, Timeouts usual) {
    timeout("connect", now.connect(), usual.connect());
    timeout("first-byte", now.firstByte(), usual.firstByte());
    timeout("idle", now.idle(), usual.idle());
    timeout("body", now.body(), usual.body());
    timeout("tunnel", now.tunnel(), usual.tunnel());
    if (now.minBodyRate() != usual.minBodyRate()
        || !now.minBodyRateAfter().equals(usual.minBodyRateAfter())) {
      lines.add(
          "body rate at least %d bytes/s after %s"
              .formatted(now.minBodyRate(), duration(now.minBodyRateAfter())));
    }
  }

  private void timeout(String word, Duration now, Duration usual) {
    if (!now.equals(usual)) {
      lines.add("timeout " + word + " " + duration(now));
    }
  }

  private void retry(Retry retry) {
    if (retry.attempts() == 0) {
      lines.add("retry off");
    } else if (!retry.equals(Retry.DEFAULT)) {
      var causes = retry.on().stream().map(Retry.Cause::word).sorted().toList();
      lines.add(
          "retry %d on %s budget %d%%"
              .formatted(retry.attempts(), String.join(", ", causes), retry.budgetPercent()));
    }
  }

  private static String rule(AccessRule rule) {
    var text = new StringBuilder(rule.action().word()).append(' ').append(rule.from());
    if (rule.status() != AccessRule.FORBIDDEN) {
      var word =
          switch (rule.action()) {
            case ALLOW -> " else ";
            case DENY -> " status ";
          };
      text.append(word).append(rule.status());
    }
    rule.when().ifPresent(when -> text.append(" when ").append(ConditionText.of(when)));
    return text.toString();
  }

  private static String edit(HeaderEdit edit) {
    return switch (edit) {
      case HeaderEdit.Set(var name, var value) -> "set \"" + name + "\" " + quoted(value);
      case HeaderEdit.Add(var name, var value) -> "add \"" + name + "\" " + quoted(value);
      case HeaderEdit.Remove(var name) -> "remove \"" + name + "\"";
    };
  }

  private static String quoted(Template template) {
    return '"' + text(template) + '"';
  }

  /** A duration as it is written in a file. */
  static String duration(Duration time) {
    long millis = time.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static String size(long bytes) {
    if (bytes % (1L << 30) == 0 && bytes > 0) {
      return (bytes >> 30) + "G";
    }
    if (bytes % (1L << 20) == 0 && bytes > 0) {
      return (bytes >> 20) + "M";
    }
    return bytes % 1024 == 0 && bytes > 0 ? (bytes >> 10) + "k" : Long.toString(bytes);
  }
}
