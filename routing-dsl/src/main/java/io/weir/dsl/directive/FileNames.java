package io.weir.dsl.directive;

import io.weir.dsl.model.NamedFile;
import io.weir.dsl.source.Code;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Takes the names of files and folders, relative to the file that they are written in. The one
 * place that knows how: a reader whose keyword names a file takes it by {@code FileNames.file(
 * arguments, "token file")}, keeps the {@link NamedFile} (or its path) in the model, and whoever
 * opens it later does so by {@code Path.of(named.path())}, with no base of its own. A name that
 * comes from a {@code let} is relative to the file with the {@code let}.
 */
final class FileNames {
  private FileNames() {}

  /** The name of a file; whether there is one is looked at later. */
  static NamedFile file(Arguments arguments, String slot) {
    return take(arguments, slot, "file");
  }

  /** The name of a folder; whether there is one is looked at later. */
  static NamedFile folder(Arguments arguments, String slot) {
    return take(arguments, slot, "folder");
  }

  private static NamedFile take(Arguments arguments, String slot, String kind) {
    var argument = arguments.peek();
    var text = Typed.text(arguments, slot);
    if (argument.isEmpty() || arguments.isBroken()) {
      return new NamedFile("", text.span());
    }
    if (text.value().isEmpty()) {
      arguments.fail(
          Code.OUT_OF_RANGE, text.span(), "%s needs the name of a %s".formatted(slot, kind));
      return new NamedFile("", text.span());
    }
    var source = arguments.context().lets.literal(argument.get()).span().source();
    try {
      // Not normalized: behind a symbolic link ".." is for the kernel to follow
      var path = Path.of(source.name()).resolveSibling(text.value());
      return new NamedFile(path.toString(), text.span());
    } catch (InvalidPathException e) {
      arguments.fail(
          Code.OUT_OF_RANGE,
          text.span(),
          "%s needs the name of a %s: no %s can have this one".formatted(slot, kind, kind));
      return new NamedFile("", text.span());
    }
  }
}
