package io.weir.dsl.model;

import io.weir.dsl.source.Span;

/** Where a secret is kept; a configuration never holds one itself. */
public sealed interface Secret {
  /** The words that name it, as a file has them. */
  String text();

  /** Where it is named. */
  Span span();

  /** The content of a file, read again when it changes. */
  record InFile(NamedFile file) implements Secret {
    @Override
    public String text() {
      return "file \"" + file.path() + "\"";
    }

    @Override
    public Span span() {
      return file.span();
    }
  }

  /** A variable of the environment that Weir was started with. */
  record InEnvironment(String name, Span span) implements Secret {
    @Override
    public String text() {
      return "env \"" + name + "\"";
    }
  }
}
