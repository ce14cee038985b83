package io.weir.main.keepalived;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A configuration of keepalived's as it was read, and what was wrong with its braces and quotes.
 */
record Conf(List<Node> statements, List<Problem> problems) {
  /** What could not be read as it is meant. */
  record Problem(int line, String what) {}

  Conf {
    statements = List.copyOf(statements);
    problems = List.copyOf(problems);
  }

  Stream<Node> all(String keyword) {
    return statements.stream().filter(one -> one.keyword().equals(keyword));
  }

  /** The block of a keyword and a name, such as {@code vrrp_script alive}. */
  Optional<Node> named(String keyword, String name) {
    return all(keyword)
        .filter(one -> one.word(1).equals(Optional.of(name)))
        .reduce((_, last) -> last);
  }

  int size() {
    return statements.stream().mapToInt(Node::size).sum();
  }
}
