package io.weir.proxy.files;

import io.weir.proxy.failure.Cause;
import io.weir.proxy.files.Finding.Absent;
import io.weir.proxy.files.Finding.NeedsSlash;
import io.weir.proxy.files.Finding.Present;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder on disk. Every method blocks and may be called by any worker thread.
 *
 * <p>No escape: a name is first resolved with all its links, and what comes out must lie in the
 * folder, itself resolved. {@link FileLoad} then opens that path without following any link.
 */
final class Folder {
  private static final int ATTEMPTS = 3;
  private static final List<Coding> PRECOMPRESSED =
      List.of(Coding.BROTLI, Coding.ZSTD, Coding.GZIP);

  private final Path directory;
  private final List<String> index;
  private final InstantSource clock;

  /**
   * @param directory may be a link, which is followed anew at each look, so that a release can be
   *     switched by switching the link
   */
  Folder(Path directory, List<String> index, InstantSource clock) {
    this.directory = directory;
    this.index = index;
    this.clock = clock;
  }

  /**
   * Looks for a file.
   *
   * @param known what an earlier look found; it comes back if it still holds
   */
  Finding find(FileName.Below name, @Nullable StoredFile known) {
    Path relative;
    try {
      relative = directory.getFileSystem().getPath(name.relative());
    } catch (InvalidPathException thrown) {
      return new Absent(Cause.NO_FILE, "found a name that no file can have: " + thrown);
    }
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        var found = look(relative, name.folder(), known);
        if (found.isPresent()) {
          return found.get();
        }
      }
      return new Absent(Cause.INTERNAL, "found '" + relative + "' changing at each look");
    } catch (IOException thrown) {
      return absent(relative, thrown);
    }
  }

  /** Empty if something changed between the first and the last step. */
  private Optional<Finding> look(Path relative, boolean asFolder, @Nullable StoredFile known)
      throws IOException {
    var root = directory.toRealPath();
    return switch (locate(root, root.resolve(relative), asFolder)) {
      case Place.Elsewhere(var finding) -> Optional.of(finding);
      case Place.Here(var asked, var real, var seen) -> {
        var sighting = sight(root, asked, real, seen);
        yield known != null && known.holdsFor(sighting)
            ? Optional.of(new Present(known))
            : FileLoad.load(sighting, clock.instant()).map(Present::new);
      }
    };
  }

  private sealed interface Place {
    record Here(Path asked, Path real, BasicFileAttributes seen) implements Place {}

    record Elsewhere(Finding finding) implements Place {}
  }

  private Place locate(Path root, Path asked, boolean asFolder) throws IOException {
    var real = asked.toRealPath();
    if (!real.startsWith(root)) {
      return refused("'" + asked + "' leading out of '" + root + "'");
    }
    var seen = attributes(real);
    if (!asFolder) {
      return seen.isDirectory()
          ? new Place.Elsewhere(new NeedsSlash())
          : file(root, asked, real, seen);
    }
    if (!seen.isDirectory()) {
      return absent("'" + asked + "', asked for as a folder");
    }
    for (var name : index) {
      var candidate = asked.resolve(name);
      if (Files.exists(candidate)) {
        var realCandidate = candidate.toRealPath();
        return file(root, candidate, realCandidate, attributes(realCandidate));
      }
    }
    return refused("folder '" + asked + "' without an index file");
  }

  private static Place file(Path root, Path asked, Path real, BasicFileAttributes seen) {
    if (!real.startsWith(root)) {
      return refused("'" + asked + "' leading out of '" + root + "'");
    }
    // Opening a FIFO would wait for a writer, and reading a device can have effects.
    if (!seen.isRegularFile()) {
      return refused("'" + asked + "', which is no regular file");
    }
    return new Place.Here(asked, real, seen);
  }

  private static Sighting sight(Path root, Path asked, Path real, BasicFileAttributes seen)
      throws IOException {
    var forms = new ArrayList<Sighting.Form>(1);
    for (var coding : PRECOMPRESSED) {
      var sibling = asked.resolveSibling(asked.getFileName() + coding.suffix());
      // A sibling that cannot be served is as good as none; both tests make no exception.
      if (!Files.isRegularFile(sibling) || !Files.isReadable(sibling)) {
        continue;
      }
      var realSibling = sibling.toRealPath();
      if (realSibling.startsWith(root)) {
        forms.add(Sighting.Form.of(coding, realSibling, attributes(realSibling)));
      }
    }
    forms.add(Sighting.Form.of(Coding.IDENTITY, real, seen));
    return new Sighting(root, MediaTypes.of(String.valueOf(asked.getFileName())), forms);
  }

  private static BasicFileAttributes attributes(Path real) throws IOException {
    return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private Absent absent(Path relative, IOException thrown) {
    var detail = "found '" + relative + "' not readable: " + thrown;
    return new Absent(why(relative, thrown), detail);
  }

  private Cause why(Path relative, IOException thrown) {
    if (thrown instanceof NoSuchFileException || hasFileAsFolder(relative)) {
      return Cause.NO_FILE;
    }
    // Java has no class of its own for ELOOP, only this text.
    boolean linkLoop =
        thrown instanceof FileSystemException && String.valueOf(thrown).contains("symbolic link");
    return thrown instanceof AccessDeniedException || linkLoop
        ? Cause.FILE_REFUSED
        : Cause.INTERNAL;
  }

  /** Whether a segment that should be a folder is a file: ENOTDIR, for which Java has no class. */
  private boolean hasFileAsFolder(Path relative) {
    for (var path = relative.getParent(); path != null; path = path.getParent()) {
      if (Files.isRegularFile(directory.resolve(path))) {
        return true;
      }
    }
    return false;
  }

  private static Place absent(String what) {
    return new Place.Elsewhere(new Absent(Cause.NO_FILE, "found " + what));
  }

  private static Place refused(String what) {
    return new Place.Elsewhere(new Absent(Cause.FILE_REFUSED, "found " + what));
  }
}
