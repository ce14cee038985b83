package io.weir.proxy.cache;

import io.weir.proxy.cache.purge.Tags;
import io.weir.proxy.cache.rule.Age;
import io.weir.proxy.cache.rule.CacheControl;
import io.weir.proxy.cache.rule.ContentRange;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.HeadMerge;
import io.weir.proxy.cache.rule.Storability;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.ContentWriter;
import io.weir.proxy.cache.store.Parts;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Offshoot;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request to the server on behalf of the store: anew, or to ask whether what is stored still
 * holds. Goes on if the client goes. Lives on the loop of the exchange that it was begun for.
 */
final class Fetch {
  private final SharedCache cache;
  private final CacheRules rules;
  private final CacheKey key;
  private final CacheKey wholeKey;
  private final Flight flight;
  private final Next next;
  private final Exchange client;
  private final FieldLines fields;
  private final QueryContent content;
  private final long sequence;
  private @Nullable StoredResponse stored;
  private long requestMillis;
  private Consumer<Landing> then = _ -> {};
  private boolean behind;

  /**
   * @param lookup the request that it is for
   * @param stored what is to be validated; null to fetch anew
   */
  Fetch(
      SharedCache cache,
      CacheRules rules,
      Lookup lookup,
      Flight flight,
      Next next,
      @Nullable StoredResponse stored) {
    this.cache = cache;
    this.rules = rules;
    this.key = lookup.key();
    this.wholeKey = lookup.wholeKey();
    this.client = lookup.exchange();
    this.fields = lookup.fields();
    this.content = lookup.content();
    this.flight = flight;
    this.next = next;
    // Held until it is known what came of it: a server may take its time, and evictions go on.
    this.stored = stored != null && stored.content().tryRetain() ? stored : null;
    this.sequence = flight.sequence();
  }

  /**
   * Asks behind the client's back: it hears nothing of it, and what fails does not stand in the
   * place of what is stored.
   */
  void beginBehind() {
    behind = true;
    begin(landing -> {
      if (landing instanceof Landing.Passing(var reply, _)) {
        reply.body().discard();
      }
    });
  }

  /** Asks; calls back with what the client is to get, and tells all who wait. */
  void begin(Consumer<Landing> answer) {
    then = answer;
    ask();
  }

  private void ask() {
    // What comes late would be written between later replies.
    var exchange = Offshoot.of(client, content.source(), behind ? _ -> {} : client::interim);
    var changes = exchange.requestChanges();
    changes.remove(FieldName.IF_NONE_MATCH);
    changes.remove(FieldName.IF_MODIFIED_SINCE);
    var validated = stored;
    if (validated != null) {
      changes.remove(FieldName.RANGE);
      changes.remove(FieldName.IF_RANGE);
      var validators = validated.validators();
      if (validators.tag() != null) {
        changes.add(Octets.of("If-None-Match: " + validators.tag() + "\r\n"));
      }
      if (validators.modified() != null) {
        changes.add(Octets.of("If-Modified-Since: " + validators.modified() + "\r\n"));
      }
    }
    requestMillis = System.currentTimeMillis();
    next.proceed(exchange)
        .onComplete(result -> {
          if (!behind) {
            Offshoot.report(exchange, client);
          }
          if (result.succeeded()) {
            answered(result.result());
          } else {
            failed(result.cause());
          }
        });
  }

  private void failed(Throwable why) {
    var usable = stored;
    boolean isServers =
        why instanceof ProxyFailure failure && failure.why().fault() == Cause.Fault.UPSTREAM;
    if (usable != null && isServers && isUsable(usable, usable.freshness().ifUnreachable())) {
      landAll(new Landing.Usable(usable, "stale"));
    } else {
      landAll(new Landing.Failed(why));
    }
  }

  private static boolean isUsable(StoredResponse stored, long window) {
    return -stored.freshness().left(System.currentTimeMillis()) < window;
  }

  private void answered(Reply reply) {
    long now = System.currentTimeMillis();
    var validated = stored;
    int status = reply.status();
    if (validated != null && status == 304) {
      reply.body().discard();
      notModified(validated, reply.head().fields(), now);
      return;
    }
    boolean isError = status == 500 || status >= 502 && status <= 504;
    if (validated != null && isError && isUsable(validated, validated.freshness().ifError())) {
      reply.body().discard();
      landAll(new Landing.Usable(validated, "stale"));
      return;
    }
    arrived(reply, now);
  }

  private void notModified(StoredResponse validated, FieldLines update, long now) {
    if (!validated.validators().isConfirmedBy(update, now)) {
      // RFC 9111 4.3.4: it is about another state, so nothing here is known to hold.
      letGo();
      ask();
      return;
    }
    var updateDirectives = CacheControl.ofResponse(update);
    var merged = HeadMerge.updated(validated.head().fields(), update, updateDirectives);
    var directives = CacheControl.ofResponse(merged);
    int status = validated.head().status();
    var freshness =
        Freshness.of(status, merged, directives, rules.times(), requestMillis, now)
            .withInitialAge(Age.initial(update, requestMillis, now));
    var updated = validated.with(merged, freshness, sequence);
    if (updated.tags().isWhole() && judge(status, merged, directives, freshness).stores()) {
      cache.store().replace(key, validated, updated);
    } else {
      cache.store().drop(key, validated);
    }
    landAll(new Landing.Usable(updated, "revalidated"));
  }

  private Storability judge(
      int status, FieldLines response, CacheControl directives, Freshness freshness) {
    var asked =
        new Storability.Asked(
            client.request().method(),
            CacheControl.ofRequest(fields),
            fields.has(FieldName.AUTHORIZATION) || client.user() != null,
            rules.storesCookies());
    return Storability.of(asked, status, response, directives, rules.times(), freshness);
  }

  private void arrived(Reply reply, long now) {
    var came = Arrival.of(reply, rules.times(), requestMillis, now);
    int status = came.status();
    var verdict = judge(status, came.fields(), came.directives(), came.freshness());
    boolean fails = behind && status >= 500;
    boolean isTaken = verdict.stores() && came.tags().isWhole() && came.isFinite() && !fails;
    boolean isKept = isTaken && cache.store().takes(came.length());
    // What is no part, though one was asked for, is all there is.
    var where = status == 206 ? key : wholeKey;
    var writer = isKept ? cache.store().open(where, came.length(), flight.isAwaited()) : null;
    var old = stored;
    if (old != null && status < 500 && writer == null) {
      // RFC 9111 4.3.3: there is a new response, and it cannot stand in the old one's place.
      cache.store().drop(key, old);
    }
    letGo();
    if (writer != null) {
      cache.passes(key, true);
      keep(came, where, writer);
    } else if (isTaken && !isKept && !behind && Passage.suits(client, fields, came)) {
      passToAll(came);
    } else {
      if (!fails) {
        cache.passes(key, isKept);
      }
      pass(reply, isKept ? "first-seen" : why(verdict, came.tags()), isKept);
    }
  }

  private void pass(Reply reply, String why, boolean isKeptLater) {
    cache.leave(key, flight);
    flight.land(isKeptLater ? new Landing.Later() : new Landing.Nothing());
    then.accept(new Landing.Passing(reply, why));
  }

  private void keep(Arrival came, CacheKey where, ContentWriter writer) {
    var filling = new Filling(client.loop(), cache.store(), writer, came.length());
    var arriving = came.landing(filling, fields);
    then.accept(arriving);
    flight.land(arriving);
    fill(filling, came.reply().body(), new Keeping(arriving, where, came));
  }

  /** Too long to be kept by anyone, but not for one client alone. */
  private void passToAll(Arrival came) {
    var filling = Passage.open(cache, client.loop(), key, flight, came.length());
    cache.passesTogether(key);
    if (filling == null) {
      pass(came.reply(), "too-large", false);
      return;
    }
    var arriving = came.landing(filling, fields);
    then.accept(arriving);
    flight.land(arriving, () -> client.loop().execute(filling::opened));
    fill(filling, came.reply().body(), null);
  }

  /** Why a response is not stored. */
  private static String why(Storability verdict, Tags tags) {
    return !verdict.stores() ? verdict.code() : tags.isWhole() ? "too-large" : "too-many-tags";
  }

  private static void fill(Filling filling, Body body, @Nullable Keeping keeping) {
    switch (body) {
      case Body.Stream(var source, _, _) -> filling.start(source, keeping);
      case Body.Whole(var content) -> {
        filling.start(null, keeping);
        filling.data(content);
        filling.end(FieldLines.NONE);
      }
      case Body.Empty _ -> {
        filling.start(null, keeping);
        filling.end(FieldLines.NONE);
      }
      case Body.FileSpan _, Body.Tunnel _ ->
          throw new IllegalStateException("such a body is passed on");
    }
  }

  private void landAll(Landing landing) {
    cache.leave(key, flight);
    flight.land(landing);
    then.accept(landing);
    letGo();
  }

  /** What was stored is no longer of use. */
  private void letGo() {
    var held = stored;
    if (held != null) {
      stored = null;
      held.content().release();
    }
  }

  /** Stores what has arrived. */
  private final class Keeping implements Filling.Ending {
    private final Landing.Arriving arriving;
    private final CacheKey where;
    private final Arrival came;

    Keeping(Landing.Arriving arriving, CacheKey where, Arrival came) {
      this.arriving = arriving;
      this.where = where;
      this.came = came;
    }

    @Override
    public void whole(Content content) {
      var shared = arriving.shared();
      var fields = HeadMerge.stored(came.fields(), came.directives(), content.length());
      var part = shared.status() == 206 ? ContentRange.of(fields).orElse(null) : null;
      if (part != null && part.length() != content.length()) {
        content.release();
      } else {
        var head =
            new ResponseHead(shared.status(), shared.reason(), shared.minorVersion(), fields);
        var stored =
            new StoredResponse(
                head, arriving.freshness(), arriving.selection(), sequence, part, content);
        var store = cache.store();
        store.put(
            where, part == null ? stored : Parts.joined(stored, store.find(where), store::takes));
      }
      cache.leave(key, flight);
    }

    @Override
    public void outgrown(long length) {
      cache.leave(key, flight);
      cache.passes(key, cache.store().takes(length));
    }

    @Override
    public void broken() {
      cache.leave(key, flight);
      cache.passes(key, false);
    }
  }
}
