package io.weir.dsl.model;

/** Where in a request a key or token stands. */
public sealed interface CredentialPlace {
  /** The words that name it, as a file has them. */
  String text();

  /** {@code Authorization: Bearer …} (RFC 6750 2.1). */
  record Bearer() implements CredentialPlace {
    @Override
    public String text() {
      return "bearer";
    }
  }

  /** The whole value of a field. */
  record Header(String name) implements CredentialPlace {
    @Override
    public String text() {
      return "header \"" + name + "\"";
    }
  }

  record Cookie(String name) implements CredentialPlace {
    @Override
    public String text() {
      return "cookie \"" + name + "\"";
    }
  }

  /** A parameter of the query. */
  record Query(String name) implements CredentialPlace {
    @Override
    public String text() {
      return "query \"" + name + "\"";
    }
  }
}
