package io.weir.main;

import io.vertx.core.Future;
import io.weir.proxy.admin.PurgeControl;
import io.weir.proxy.admin.PurgeOutcome;
import io.weir.proxy.admin.PurgeRequest;
import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.Purge.Target;
import io.weir.proxy.cache.purge.TooManyPurges;
import io.weir.proxy.config.PurgeTargets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the caches of a proxy do what the admin port is asked to purge. */
final class PurgeDesk implements PurgeControl {
  private static final Logger LOG = LoggerFactory.getLogger(PurgeDesk.class);

  private final ProxyServer proxy;

  PurgeDesk(ProxyServer proxy) {
    this.proxy = proxy;
  }

  @Override
  public Future<PurgeOutcome> purge(PurgeRequest request) {
    var names = new TreeSet<String>();
    proxy.caches().all().forEach(cache -> names.add(cache.store().name()));
    if (names.isEmpty() || !names.containsAll(request.caches())) {
      return Future.succeededFuture(noCache(request.caches(), names));
    }
    try {
      var purge = new Purge(targets(request), request.isSoft());
      var done = proxy.caches().purge(request.caches(), purge);
      return Future.fromCompletionStage(done, proxy.vertx().getOrCreateContext())
          .map(caches -> purged(request, caches))
          .recover(PurgeDesk::failed);
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(new PurgeOutcome.Invalid(String.valueOf(e.getMessage())));
    }
  }

  private static PurgeOutcome noCache(List<String> asked, Set<String> names) {
    var unknown = asked.stream().filter(name -> !names.contains(name)).findFirst();
    return new PurgeOutcome.NoCache(
        names.isEmpty()
            ? "found no cache in the configuration that runs"
            : "found no cache '%s'; expected one of: %s"
                .formatted(unknown.orElse(""), String.join(", ", names)));
  }

  private static List<Target> targets(PurgeRequest request) {
    var reader = new PurgeTargets();
    var targets = new ArrayList<Target>();
    if (request.everything()) {
      targets.add(new Target.Everything());
    }
    request.urls().forEach(url -> targets.addAll(reader.url(url)));
    request.prefixes().forEach(prefix -> targets.addAll(reader.prefix(prefix)));
    request.globs().forEach(glob -> targets.add(reader.glob(glob)));
    request.tags().forEach(tag -> targets.add(reader.tag(tag)));
    return targets;
  }

  private static PurgeOutcome purged(PurgeRequest request, List<String> caches) {
    LOG.info(
        "purged{} {} in caches {}, by way of the admin port",
        request.isSoft() ? " softly" : "",
        described(request),
        caches);
    return new PurgeOutcome.Purged(caches);
  }

  /** What was purged, in a line: no more than a few names. */
  private static String described(PurgeRequest request) {
    if (request.everything()) {
      return "everything";
    }
    var all = new ArrayList<String>(request.urls());
    request.prefixes().forEach(text -> all.add("prefix " + text));
    request.globs().forEach(text -> all.add("glob " + text));
    request.tags().forEach(text -> all.add("tag " + text));
    var first = all.stream().limit(3).map(PurgeDesk::shown).collect(Collectors.joining(", "));
    return all.size() <= 3 ? first : first + " and " + (all.size() - 3) + " more";
  }

  private static String shown(String text) {
    var line = text.replaceAll("\\p{Cntrl}", "?");
    return "'" + (line.length() > 200 ? line.substring(0, 200) + "…" : line) + "'";
  }

  private static Future<PurgeOutcome> failed(Throwable thrown) {
    var cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    var why = String.valueOf(cause.getMessage());
    return switch (cause) {
      case TooManyPurges _ -> Future.succeededFuture(new PurgeOutcome.Full(why));
      case IOException io -> {
        LOG.error("a purge holds, but may be forgotten when this Weir is started again", io);
        yield Future.succeededFuture(
            new PurgeOutcome.Unwritten(
                "purged, but it may be forgotten at the next start: " + why));
      }
      case Throwable defect -> Future.failedFuture(defect);
    };
  }
}
