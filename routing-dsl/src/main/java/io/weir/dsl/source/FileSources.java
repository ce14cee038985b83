package io.weir.dsl.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sources in the file system. Patterns are relative to the file that includes; that file's name is
 * relative to {@code base}.
 *
 * @param base where relative names of sources start
 */
public record FileSources(Path base) implements SourceLoader {
  /** Names are relative to where the program was started. */
  public FileSources() {
    this(Path.of(""));
  }

  /** Reads one file; the source has the name as given. */
  public SourceBytes.Decoded open(String name) {
    try {
      var path = base.resolve(name);
      if (Files.isDirectory(path)) {
        return refused(name, "found a directory; expected a file");
      }
      long size = Files.size(path);
      if (size > SourceBytes.LARGEST) {
        var problem = SourceBytes.tooLarge(name, size);
        return new SourceBytes.Decoded(problem.span().source(), Optional.of(problem));
      }
      return SourceBytes.decode(name, Files.readAllBytes(path));
    } catch (InvalidPathException e) {
      return refused(name, "found a name that no file can have: " + e.getReason());
    } catch (IOException e) {
      return refused(name, reason(e));
    }
  }

  @Override
  public Found load(Span include, String pattern) {
    List<String> names;
    try {
      var from = Path.of(include.source().name());
      var written = Path.of(pattern);
      names = expand(from.resolveSibling(written).normalize());
    } catch (InvalidPathException e) {
      return Found.refused(
          Diagnostic.of(
              Code.INCLUDE, include, "found a name that no file can have: " + e.getReason()));
    } catch (IOException e) {
      return Found.refused(
          Diagnostic.of(Code.INCLUDE, include, "cannot list \"" + pattern + "\": " + reason(e)));
    }
    var sources = new ArrayList<Source>();
    var problems = new ArrayList<Diagnostic>();
    for (var name : names) {
      var decoded = open(name);
      decoded.problem().ifPresentOrElse(problems::add, () -> sources.add(decoded.source()));
      if (decoded.problem().isPresent() && decoded.source().text().isEmpty()) {
        problems.removeLast();
        problems.add(
            Diagnostic.of(
                Code.INCLUDE,
                include,
                "cannot include \"%s\": %s".formatted(name, decoded.problem().get().message())));
      }
    }
    return new Found(sources, problems);
  }

  private List<String> expand(Path pattern) throws IOException {
    var root = pattern.getRoot();
    var found = new ArrayList<Path>();
    found.add(root == null ? Path.of("") : root);
    for (var part : pattern) {
      var next = new ArrayList<Path>();
      for (var path : found) {
        if (SourceLoader.isGlob(part.toString())) {
          next.addAll(children(path, part.toString()));
        } else {
          next.add(path.resolve(part));
        }
      }
      found = next;
    }
    return found.stream().map(Path::toString).sorted().toList();
  }

  private List<Path> children(Path directory, String pattern) throws IOException {
    if (!Files.isDirectory(base.resolve(directory))) {
      return List.of();
    }
    try (var entries = Files.list(base.resolve(directory))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith(".") && Wildcard.matches(pattern, name))
          .map(directory::resolve)
          .toList();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static SourceBytes.Decoded refused(String name, String message) {
    var source = new Source(name, "");
    return new SourceBytes.Decoded(
        source, Optional.of(Diagnostic.of(Code.UNREADABLE, new Span(source, 0, 0), message)));
  }
}
