package io.weir.main.keepalived;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One statement of keepalived's: words, and the statements of its block, if it has one.
 *
 * @param line where it stands, from 1 on
 * @param words at least one, without quotes
 */
record Node(int line, List<String> words, List<Node> block) {
  Node {
    words = List.copyOf(words);
    block = List.copyOf(block);
  }

  String keyword() {
    return words.getFirst();
  }

  /** A word behind the keyword, from 1 on. */
  Optional<String> word(int index) {
    return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
  }

  /** All words behind the keyword. */
  List<String> rest() {
    return words.subList(1, words.size());
  }

  /** The last of its block with a keyword, which is the one that counts. */
  Optional<Node> last(String... keywords) {
    var wanted = List.of(keywords);
    return block.stream().filter(one -> wanted.contains(one.keyword())).reduce((_, last) -> last);
  }

  /** Those of its block with a keyword. */
  Stream<Node> all(String keyword) {
    return block.stream().filter(one -> one.keyword().equals(keyword));
  }

  /** How many statements it is, with those of its block. */
  int size() {
    return 1 + block.stream().mapToInt(Node::size).sum();
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
