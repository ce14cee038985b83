package io.weir.dsl.model;

import java.util.List;
import java.util.stream.Collectors;

/** What requests are told apart by. */
public sealed interface LimitKey {
  /** The client's address as {@code trusted} makes it out; of IPv6 the first 64 bits. */
  record ClientIp() implements LimitKey {}

  /** The value of a request field; the name is in lower case. */
  record Header(String name) implements LimitKey {}

  record Cookie(String name) implements LimitKey {}

  /** The value of a query parameter, percent-decoded. */
  record Query(String name) implements LimitKey {}

  /** The normalized path, without the query. */
  record Path() implements LimitKey {}

  /** The name of the route. */
  record RouteName() implements LimitKey {}

  /** The host asked for, in lower case, without port. */
  record Host() implements LimitKey {}

  /** A claim of the token that the client was recognised by. */
  record Claim(String name) implements LimitKey {}

  /** As written in a file. */
  default String text() {
    return switch (this) {
      case ClientIp _ -> "client.ip";
      case Header(var name) -> "header \"" + name + "\"";
      case Cookie(var name) -> "cookie \"" + name + "\"";
      case Query(var name) -> "query \"" + name + "\"";
      case Path _ -> "path";
      case RouteName _ -> "route";
      case Host _ -> "host";
      case Claim(var name) -> "jwt \"" + name + "\"";
    };
  }

  /**
   * What kinds of keys a combination has, without the names of fields: {@code client.ip+header}.
   */
  static String kinds(List<LimitKey> keys) {
    return keys.stream()
        .map(key -> key.text().replaceFirst(" .*", ""))
        .collect(Collectors.joining("+"));
  }

  /** A combination, as written in a file. */
  static String text(List<LimitKey> keys) {
    return keys.stream().map(LimitKey::text).collect(Collectors.joining(" + "));
  }
}
