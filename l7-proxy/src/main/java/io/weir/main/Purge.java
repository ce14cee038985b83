package io.weir.main;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir purge}: has the caches of a running Weir forget something. */
@Command(
    name = "purge",
    description = "Have the caches of a running Weir forget something, by its admin port.",
    footer = {
      "",
      "At least one of URL, --prefix, --glob, --tag or --all; the first four may be repeated.",
      "//host/path means both http and https. In a pattern * stands for anything but slashes,",
      "** for anything; one without a question mark fits whatever the query.",
      "Exit codes: 0 purged, 1 refused or no answer, 2 misused."
    },
    mixinStandardHelpOptions = true)
final class Purge implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AdminClient admin;

  @Parameters(paramLabel = "URL", arity = "0..*", description = "URLs to forget.")
  private List<String> urls = List.of();

  @Option(names = "--prefix", paramLabel = "URL", description = "Forget all URLs that start so.")
  private List<String> prefixes = List.of();

  @Option(
      names = "--glob",
      paramLabel = "PATTERN",
      description = "Forget all URLs that match, as in \"https://host/**/*.css\".")
  private List<String> globs = List.of();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Forget all responses with this tag (Cache-Tag, Surrogate-Key).")
  private List<String> tags = List.of();

  @Option(names = "--all", description = "Forget everything.")
  private boolean everything;

  @Option(
      names = "--cache",
      paramLabel = "NAME",
      description = "Only in this cache; may be repeated. All caches if not given.")
  private List<String> caches = List.of();

  @Option(
      names = "--soft",
      description =
          "Make it stale instead: it may be used while it is fetched anew, or if that fails.")
  private boolean isSoft;

  @Override
  public Integer call() {
    int named = urls.size() + prefixes.size() + globs.size() + tags.size();
    if (everything == named > 0) {
      throw new ParameterException(
          spec.commandLine(),
          everything
              ? "found --all beside others; expected it alone"
              : "found nothing to purge; expected a URL, --prefix, --glob, --tag or --all");
    }
    var answer = admin.send("POST", "/purge", form());
    boolean isDone = answer.statusCode() == 200;
    var to = isDone ? spec.commandLine().getOut() : spec.commandLine().getErr();
    to.print(isDone ? answer.body() : "weir: " + answer.body());
    if (!answer.body().endsWith("\n")) {
      to.println();
    }
    to.flush();
    return isDone ? 0 : 1;
  }

  private String form() {
    var pairs = new ArrayList<String>();
    add(pairs, "cache", caches);
    add(pairs, "url", urls);
    add(pairs, "prefix", prefixes);
    add(pairs, "glob", globs);
    add(pairs, "tag", tags);
    if (everything) {
      pairs.add("all=true");
    }
    if (isSoft) {
      pairs.add("soft=true");
    }
    return String.join("&", pairs);
  }

  private static void add(List<String> pairs, String name, List<String> values) {
    for (var value : values) {
      pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
