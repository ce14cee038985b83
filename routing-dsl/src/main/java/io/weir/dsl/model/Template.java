package io.weir.dsl.model;

import java.util.List;

/** Text with places that are filled from the request. */
public record Template(List<Part> parts) {
  public Template {
    parts = List.copyOf(parts);
  }

  /** A piece of a template. */
  public sealed interface Part {
    record Text(String text) implements Part {}

    /** {@code {name}}: the path segment captured under the name. */
    record Captured(String name) implements Part {}

    /** {@code {**}}: what the {@code **} of the path matched. */
    record Rest() implements Part {}

    /** A property of the request. */
    record Variable(Name name) implements Part {}

    /**
     * <code>{jwt.claim}</code>: the values of a claim with commas between, or nothing.
     *
     * @param verifier whose tokens; worked out from the route
     */
    record Claim(String verifier, String claim) implements Part {}
  }

  /** The properties a template can name. */
  public enum Name {
    /** Who the client has proved to be, or nothing. */
    AUTH_USER("auth.user"),
    CLIENT_IP("client.ip"),
    HOST("host"),
    METHOD("method"),
    PATH("path"),
    /** The query with its question mark, or nothing. */
    QUERY("query"),
    REQUEST_ID("request.id"),
    SCHEME("scheme");

    private final String word;

    Name(String word) {
      this.word = word;
    }

    /** As written between braces. */
    public String word() {
      return word;
    }
  }
}
