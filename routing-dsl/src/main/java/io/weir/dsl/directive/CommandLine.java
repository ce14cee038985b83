package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Source;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program and its arguments in one text, as a shell would split them, without anything else that
 * a shell does: space parts them, quotes keep it together, a backslash takes what is special from
 * what follows it.
 */
final class CommandLine {
  private static final int MOST_WORDS = 64;

  private final String text;
  private final StringBuilder word = new StringBuilder();
  private final List<String> words = new ArrayList<>();
  private boolean isInWord;
  private char quote;
  private boolean isOpen;

  private CommandLine(String text) {
    this.text = text;
  }

  /**
   * The words; a program with a slash in its name is looked for beside the file that it is written
   * in.
   */
  static List<String> split(Arguments arguments, Typed.Text text, Source source) {
    var line = new CommandLine(text.value());
    line.split();
    if (line.isOpen) {
      arguments.flag(Code.UNTERMINATED_TEXT, text.span(), "a quote in the command has no end");
    } else if (line.words.isEmpty() || line.words.getFirst().isEmpty()) {
      arguments.flag(
          Code.OUT_OF_RANGE, text.span(), "expected a program and its arguments, found none");
    } else if (line.words.size() > MOST_WORDS || text.value().indexOf('\0') >= 0) {
      arguments.flag(
          Code.OUT_OF_RANGE, text.span(), "a command has at most " + MOST_WORDS + " words of text");
    } else {
      resolve(arguments, text, source, line.words);
    }
    return line.words;
  }

  private static void resolve(
      Arguments arguments, Typed.Text text, Source source, List<String> words) {
    var program = words.getFirst();
    if (program.indexOf('/') < 0) {
      return;
    }
    try {
      words.set(0, Path.of(source.name()).resolveSibling(program).toString());
    } catch (InvalidPathException _) {
      arguments.flag(Code.OUT_OF_RANGE, text.span(), "no file can have the name of this program");
    }
  }

  private void split() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isEscape = c == '\\' && quote != '\'' && i + 1 < text.length();
      if (isEscape) {
        i++;
        add(text.charAt(i));
      } else if (quote != 0) {
        inQuotes(c);
      } else if (c == '"' || c == '\'') {
        quote = c;
        isInWord = true;
      } else if (Character.isWhitespace(c)) {
        end();
      } else {
        add(c);
      }
    }
    isOpen = quote != 0;
    end();
  }

  private void inQuotes(char c) {
    if (c == quote) {
      quote = 0;
    } else {
      word.append(c);
    }
  }

  private void add(char c) {
    word.append(c);
    isInWord = true;
  }

  private void end() {
    if (isInWord) {
      words.add(word.toString());
      word.setLength(0);
      isInWord = false;
    }
  }
}
