package io.weir.main.keepalived;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads keepalived.conf(5): a statement is a line, or what a brace ends; {@code #} and {@code !}
 * begin a comment wherever they stand outside of quotes; quotes keep words together. Whatever it is
 * given it makes a tree of, no deeper than keepalived's own ever are.
 */
final class ConfReader {
  private static final int DEEPEST = 8;

  private final List<Conf.Problem> problems = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private List<String> words = new ArrayList<>();
  private int line;
  private int tooDeep;

  /** A block that is not at its end yet. */
  private record Open(int line, List<String> words, List<Node> block) {}

  private ConfReader() {}

  static Conf read(String text) {
    var reader = new ConfReader();
    var root = new ArrayList<Node>();
    reader.open.push(new Open(0, List.of(), root));
    text.lines().forEach(reader::line);
    if (reader.open.size() > 1) {
      reader.problem("the file ends, and a block that begins here does not", reader.top().line());
    }
    while (reader.open.size() > 1) {
      reader.close();
    }
    return new Conf(root, reader.problems);
  }

  private void line(String text) {
    line++;
    // Names of files have braces of their own, for choices.
    if (text.stripLeading().startsWith("include") && words.isEmpty()) {
      words.addAll(List.of(text.strip().split("\\s+", 2)));
      end();
      return;
    }
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#' || c == '!') {
        break;
      }
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '{' || c == '}') {
        brace(c);
        at++;
      } else {
        at = word(text, at);
      }
    }
    end();
  }

  /** Takes a word; a brace at its end is none of it. */
  private int word(String text, int from) {
    var word = new StringBuilder();
    int at = from;
    boolean isQuoted = false;
    while (at < text.length() && !isEnd(text.charAt(at))) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'' && at == from) {
        isQuoted = true;
        at = quoted(text, at, word);
      } else {
        int end = text.startsWith("${", at) ? text.indexOf('}', at) + 1 : 0;
        end = Math.max(end, at + 1);
        word.append(text, at, end);
        at = end;
      }
    }
    if (isQuoted || !word.isEmpty()) {
      words.add(word.toString());
    }
    return at;
  }

  private static boolean isEnd(char c) {
    return Character.isWhitespace(c) || "#!{}".indexOf(c) >= 0;
  }

  private int quoted(String text, int from, StringBuilder word) {
    char quote = text.charAt(from);
    int at = from + 1;
    while (at < text.length() && text.charAt(at) != quote) {
      boolean isEscape = text.charAt(at) == '\\' && at + 1 < text.length();
      at += isEscape && "\\\"'".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
      word.append(text.charAt(at));
      at++;
    }
    if (at >= text.length()) {
      problem("a quote has no end", line);
    }
    return at + 1;
  }

  private void brace(char c) {
    if (c == '{') {
      begin();
      return;
    }
    end();
    if (tooDeep > 0) {
      tooDeep--;
    } else if (open.size() > 1) {
      close();
    } else {
      problem("found a '}' without a '{'", line);
    }
  }

  /** Begins a block, whose words are on this line or, if it has none, are the line before. */
  private void begin() {
    if (open.size() > DEEPEST || tooDeep > 0) {
      problem("nested too deep", line);
      tooDeep++;
      words.clear();
      return;
    }
    var block = top().block();
    if (!words.isEmpty()) {
      open.push(new Open(line, words, new ArrayList<>()));
      words = new ArrayList<>();
    } else if (!block.isEmpty() && block.getLast().block().isEmpty()) {
      var head = block.removeLast();
      open.push(new Open(head.line(), head.words(), new ArrayList<>()));
    } else {
      problem("found a '{' without a keyword", line);
      open.push(new Open(line, List.of("{"), new ArrayList<>()));
    }
  }

  private void end() {
    if (!words.isEmpty()) {
      if (tooDeep == 0) {
        top().block().add(new Node(line, words, List.of()));
      }
      words = new ArrayList<>();
    }
  }

  private void close() {
    var done = open.pop();
    top().block().add(new Node(done.line(), done.words(), done.block()));
  }

  private Open top() {
    return open.element();
  }

  private void problem(String what, int at) {
    problems.add(new Conf.Problem(at, what));
  }
}
