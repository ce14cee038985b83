package io.weir.dsl.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a route has clients prove who they are. */
public sealed interface Auth {
  /**
   * A name and a password (RFC 7617).
   *
   * @param users in the form of {@code htpasswd}
   * @param strips whether {@code Authorization} is left out upstream
   */
  record Basic(Secret users, String realm, boolean strips) implements Auth {}

  /**
   * A key out of a set.
   *
   * @param strips whether the key is left out upstream
   */
  record Key(CredentialPlace place, Secret keys, boolean strips) implements Auth {}

  /**
   * A token that a verifier takes.
   *
   * @param require what must hold for the request then, or 403
   * @param strips whether the token is left out upstream
   */
  record Jwt(String verifier, Optional<Condition> require, boolean strips) implements Auth {}

  /**
   * Another server is asked.
   *
   * @param url as written
   * @param at the server of the URL
   * @param authority host and port as {@code Host} has them
   * @param target path and query
   * @param timeout from the question to the answer's head
   * @param asked names of the request's fields that go along; empty: all
   * @param upstream names of the answer's fields that are set on the request upstream
   * @param client names of the answer's fields that are added to the reply
   */
  record Forward(
      String url,
      Endpoint at,
      String authority,
      String target,
      Duration timeout,
      List<String> asked,
      List<String> upstream,
      List<String> client,
      Optional<Caching> caching)
      implements Auth {
    public Forward {
      asked = List.copyOf(asked);
      upstream = List.copyOf(upstream);
      client = List.copyOf(client);
    }

    /** The name of the pool that the server of the URL is; no pool of a file can be called so. */
    public String pool() {
      return "auth:" + at;
    }
  }

  /**
   * For how long a yes holds, and for which other requests: those with the same values of these.
   */
  record Caching(Duration time, List<Condition.Field> key) {
    public Caching {
      key = List.copyOf(key);
    }
  }
}
