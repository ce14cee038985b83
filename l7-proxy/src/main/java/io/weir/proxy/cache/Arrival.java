package io.weir.proxy.cache;

import io.weir.proxy.cache.purge.Tags;
import io.weir.proxy.cache.rule.CacheControl;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.HeadMerge;
import io.weir.proxy.cache.rule.StalePolicy;
import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;

/**
 * A response of which the head has come, and what that says.
 *
 * @param fields as filters behind the cache left them
 * @param millis when the head came, by the wall clock
 */
record Arrival(
    Reply reply,
    FieldLines fields,
    CacheControl directives,
    Freshness freshness,
    Tags tags,
    long millis) {
  static Arrival of(Reply reply, StalePolicy times, long requestMillis, long now) {
    var fields = reply.changes().applied(reply.head().fields());
    var directives = CacheControl.ofResponse(fields);
    var freshness = Freshness.of(reply.status(), fields, directives, times, requestMillis, now);
    return new Arrival(reply, fields, directives, freshness, Tags.of(fields), now);
  }

  int status() {
    return reply.status();
  }

  /** Octets of content, or -1 if that is not known. */
  long length() {
    return Math.max(-1, reply.body().length());
  }

  /** Whether it can be kept: event streams have no end to wait for, and files are a store. */
  boolean isFinite() {
    return switch (reply.body()) {
      case Body.Stream(_, _, var flushesOften) -> !flushesOften;
      case Body.Whole _, Body.Empty _ -> true;
      case Body.FileSpan _, Body.Tunnel _ -> false;
    };
  }

  /** What all who wait for it are told, if all can read it. */
  Landing.Arriving landing(Filling filling, FieldLines request) {
    var head = reply.head();
    var vary = Vary.of(fields);
    return new Landing.Arriving(
        head,
        new ResponseHead(
            head.status(),
            head.reason(),
            head.minorVersion(),
            HeadMerge.stored(fields, directives, length())),
        freshness,
        Validators.of(fields, millis),
        new StoredResponse.Selection(vary, vary.valuesOf(request)),
        tags,
        filling);
  }
}
