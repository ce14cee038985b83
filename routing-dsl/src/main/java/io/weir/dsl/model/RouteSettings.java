package io.weir.dsl.model;

import java.util.List;
import java.util.Optional;

/**
 * What applies to the requests of one route, with policies, host and file already folded in: the
 * innermost value of each key; edits of outer blocks before those of inner ones.
 *
 * @param bodyMax largest request body in bytes; {@link #UNLIMITED} for none
 * @param access who may come in: every block must be passed, in this order
 * @param limits those of outer blocks before those of inner ones
 * @param compression empty: replies pass as they are
 * @param cache empty: nothing is stored
 * @param rewrite the path (and query, if the template has a question mark) sent upstream
 * @param auth empty: anybody may come
 * @param priority how much its requests matter when not all can be served
 */
public record RouteSettings(
    Timeouts timeouts,
    Retry retry,
    long bodyMax,
    List<AccessBlock> access,
    List<HeaderEdit> requestEdits,
    List<HeaderEdit> responseEdits,
    Optional<Template> rewrite,
    Optional<Auth> auth,
    List<Limit> limits,
    Shield shield,
    Priority priority,
    Optional<Compression> compression,
    Optional<Caching> cache) {
  public RouteSettings {
    access = List.copyOf(access);
    requestEdits = List.copyOf(requestEdits);
    responseEdits = List.copyOf(responseEdits);
    limits = List.copyOf(limits);
  }

  /** A body limit that is none. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** The defaults of a route that says nothing. */
  public static final RouteSettings DEFAULT =
      new RouteSettings(
          Timeouts.DEFAULT,
          Retry.DEFAULT,
          10L << 20,
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Shield.DEFAULT,
          Priority.NORMAL,
          Optional.empty(),
          Optional.empty());

  /** The same with other time-outs. */
  public RouteSettings with(Timeouts others) {
    return new RouteSettings(
        others,
        retry,
        bodyMax,
        access,
        requestEdits,
        responseEdits,
        rewrite,
        auth,
        limits,
        shield,
        priority,
        compression,
        cache);
  }

  /** The same with these in place of what may name claims. */
  public RouteSettings with(
      List<AccessBlock> allowed,
      List<HeaderEdit> onRequest,
      List<HeaderEdit> onResponse,
      Optional<Template> path,
      Optional<Auth> login) {
    return new RouteSettings(
        timeouts,
        retry,
        bodyMax,
        allowed,
        onRequest,
        onResponse,
        path,
        login,
        limits,
        shield,
        priority,
        compression,
        cache);
  }
}
