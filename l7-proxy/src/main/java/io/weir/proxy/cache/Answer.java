package io.weir.proxy.cache;

import io.vertx.core.Promise;
import io.weir.proxy.cache.CacheCounts.Outcome;
import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.filter.Next;
import org.jspecify.annotations.Nullable;

/** Makes the reply to one client of what came of a fetch. */
final class Answer {
  private final SharedCache cache;
  private final Lookup lookup;
  private final Next next;
  private final Promise<Reply> reply;

  /**
   * @param next for what the client might still need of the server
   */
  Answer(SharedCache cache, Lookup lookup, Next next, Promise<Reply> reply) {
    this.cache = cache;
    this.lookup = lookup;
    this.next = next;
    this.reply = reply;
  }

  /**
   * For the client whose request it was; false if it has to be fetched anew, since what is stored
   * was evicted while the server was asked whether it holds.
   */
  boolean ofLeader(Landing landing, @Nullable StoredResponse stored) {
    var forward = stored == null ? "fwd=miss" : "fwd=stale";
    return switch (landing) {
      case Landing.Arriving arriving -> {
        boolean isPassing = arriving.filling().isPassing();
        yield read(
            arriving,
            arriving.head(),
            isPassing ? Outcome.PASS : Outcome.MISS,
            forward
                + (isPassing
                    ? "; detail=too-large"
                    : "; fwd-status=" + arriving.head().status() + "; stored"));
      }
      case Landing.Usable usable -> use(usable, forward);
      case Landing.Passing(var passed, var why) -> {
        note(Outcome.PASS);
        passed.changes().add(CacheStatus.forwarded(forward + "; detail=" + why));
        reply.complete(passed);
        yield true;
      }
      case Landing.Failed(var why) -> {
        note(Outcome.PASS);
        reply.fail(why);
        yield true;
      }
      case Landing.Nothing _, Landing.Later _ ->
          throw new IllegalStateException("a fetch comes to something");
    };
  }

  /** For a client who waited; false if it has to ask for itself. */
  boolean ofFollower(Landing landing) {
    return switch (landing) {
      case Landing.Arriving arriving -> {
        boolean isFresh =
            !arriving.freshness().alwaysValidated()
                && arriving.freshness().left(System.currentTimeMillis()) > 0;
        var selection = arriving.selection();
        boolean fits =
            isFresh && selection.vary().valuesOf(lookup.fields()).equals(selection.selecting());
        yield fits && read(arriving, arriving.shared(), Outcome.COLLAPSED, "fwd=miss; collapsed");
      }
      case Landing.Usable usable ->
          usable.stored().fits(lookup.fields()) && use(usable, "fwd=stale; collapsed");
      case Landing.Failed(var why) -> {
        note(Outcome.COLLAPSED);
        reply.fail(why);
        yield true;
      }
      case Landing.Nothing _, Landing.Later _, Landing.Passing _ -> false;
    };
  }

  private boolean read(
      Landing.Arriving arriving, ResponseHead head, Outcome outcome, String status) {
    long now = System.currentTimeMillis();
    if (head.status() == 200
        && lookup.fields().hasAny(Validators.CONDITIONS)
        && arriving.validators().isKnownTo(lookup.fields(), now / 1000)) {
      note(outcome);
      complete(Reply.upstream(StoredReplies.unchanged(head), Body.EMPTY), status);
      return true;
    }
    var filling = arriving.filling();
    var reader = filling.reader(lookup.exchange().loop());
    if (reader == null) {
      return false;
    }
    note(outcome);
    long length = filling.total() < 0 ? Framing.CHUNKED : filling.total();
    var source = Continued.of(lookup, next, arriving, reader);
    var answer = Reply.upstream(head, new Body.Stream(source, length, false));
    if (outcome == Outcome.COLLAPSED) {
      answer.changes().add(CacheStatus.age(arriving.freshness().age(now) / 1000));
    }
    complete(answer, status);
    return true;
  }

  private boolean use(Landing.Usable usable, String forward) {
    boolean isValidated = usable.why().equals("revalidated");
    var answer =
        StoredReplies.validated(
            lookup.exchange(),
            lookup.fields(),
            usable.stored(),
            System.currentTimeMillis(),
            isValidated ? forward + "; fwd-status=304" : "hit; detail=stale-if-error");
    if (answer == null) {
      return false;
    }
    note(isValidated ? Outcome.REVALIDATED : Outcome.STALE);
    reply.complete(answer);
    return true;
  }

  private void complete(Reply answer, String status) {
    answer.changes().add(CacheStatus.forwarded(status));
    reply.complete(answer);
  }

  private void note(Outcome outcome) {
    cache.note(lookup.exchange(), outcome);
  }
}
