package io.weir.proxy.cache;

import io.weir.proxy.cache.purge.Tags;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;

/** What came of a fetch. */
sealed interface Landing {
  /**
   * A response that will be stored is arriving; all who wait may read it.
   *
   * @param head as the server sent it, for the client whose request it answers
   * @param shared as it will be stored
   * @param selection the requests that it is for
   * @param tags those that it can be purged by
   */
  record Arriving(
      ResponseHead head,
      ResponseHead shared,
      Freshness freshness,
      Validators validators,
      StoredResponse.Selection selection,
      Tags tags,
      Filling filling)
      implements Landing {}

  /**
   * What is stored can be used, though it was stale.
   *
   * @param why the word for the log: validated, or stale for want of better
   */
  record Usable(StoredResponse stored, String why) implements Landing {}

  /** A response for the one client who asked. */
  record Passing(Reply reply, String why) implements Landing {}

  /** For those who waited: there is nothing for them, each has to ask. */
  record Nothing() implements Landing {}

  /** For those who waited: the store will take it when it is asked for again, so they should. */
  record Later() implements Landing {}

  /** The server cannot be asked, by anyone. */
  record Failed(Throwable why) implements Landing {}
}
