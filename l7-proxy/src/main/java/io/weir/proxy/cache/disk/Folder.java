package io.weir.proxy.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one store: whose it is, and what its files are called. Locked as long as it is
 * open; the kernel takes the lock back from a process that dies.
 */
final class Folder implements AutoCloseable {
  /** Those of this process. */
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  private static final String MARK = "weir-cache";
  private static final Pattern LINES =
      Pattern.compile("weir cache 1\nseed ([0-9a-f]{16})\nprocess (\\d+)\n");
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{8})\\.([a-z]{3})");

  private final Path path;
  private final FileChannel mark;
  private final long seed;
  private final boolean isNew;

  /** What a file is for, and how its name ends. */
  enum Kind {
    /** Records, one behind the other. */
    SEGMENT("seg"),
    /** What a segment holds. */
    INDEX("idx"),
    /** One content. */
    OBJECT("obj"),
    /** One content that is not whole yet. */
    PARTIAL("new");

    private final String ending;

    Kind(String ending) {
      this.ending = ending;
    }

    private static @Nullable Kind of(String ending) {
      for (var kind : values()) {
        if (kind.ending.equals(ending)) {
          return kind;
        }
      }
      return null;
    }
  }

  /** A file that is there. */
  record Member(int number, Kind kind, long length) {}

  private Folder(Path path, FileChannel mark, long seed, boolean isNew) {
    this.path = path;
    this.mark = mark;
    this.seed = seed;
    this.isNew = isNew;
  }

  /**
   * Makes the folder if it is not there, and takes it.
   *
   * @throws IOException if it cannot be used; the message says why and what to do
   */
  static Folder open(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new IOException("folder '" + path + "' of a cache cannot be made: " + e, e);
    }
    var real = path.toRealPath();
    // Not left to the kernel: to close a second channel of a file takes the first one's lock away.
    if (!TAKEN.add(real)) {
      throw new IOException(
          "found folder '"
              + path
              + "' in use by another cache of this Weir; expected a folder for each");
    }
    try {
      return taken(real);
    } catch (IOException e) {
      TAKEN.remove(real);
      throw e;
    }
  }

  private static Folder taken(Path path) throws IOException {
    var file = path.resolve(MARK);
    boolean isMarked = Files.exists(file);
    if (!isMarked) {
      refuseForeign(path);
    }
    FileChannel mark;
    try {
      mark =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("folder '" + path + "' of a cache cannot be written to: " + e, e);
    }
    try {
      var text = read(mark);
      lock(mark, path, text);
      return marked(path, mark, text);
    } catch (IOException e) {
      mark.close();
      throw e;
    }
  }

  private static void refuseForeign(Path path) throws IOException {
    try (var files = Files.list(path)) {
      // A file system of its own has "lost+found" at its top.
      var foreign = files.filter(Files::isRegularFile).findFirst();
      if (foreign.isPresent()) {
        throw new IOException(
            "found '"
                + foreign.get().getFileName()
                + "' in '"
                + path
                + "', which no cache of Weir has written; expected an empty folder");
      }
    }
  }

  private static String read(FileChannel mark) throws IOException {
    var octets = ByteBuffer.allocate(256);
    while (octets.hasRemaining() && mark.read(octets, octets.position()) > 0) {}
    return new String(octets.array(), 0, octets.position(), StandardCharsets.US_ASCII);
  }

  private static void lock(FileChannel mark, Path path, String text) throws IOException {
    if (mark.tryLock() == null) {
      var lines = LINES.matcher(text);
      throw new IOException(
          "found folder '"
              + path
              + "' in use by "
              + (lines.matches() ? "process " + lines.group(2) : "another process")
              + "; expected one Weir for each folder: stop that one, or name another folder");
    }
  }

  private static Folder marked(Path path, FileChannel mark, String text) throws IOException {
    var lines = LINES.matcher(text);
    boolean isNew = !lines.matches();
    long seed =
        isNew ? new SecureRandom().nextLong() : HexFormat.fromHexDigitsToLong(lines.group(1));
    var now =
        "weir cache 1\nseed %016x\nprocess %d\n".formatted(seed, ProcessHandle.current().pid());
    mark.truncate(0);
    mark.write(ByteBuffer.wrap(now.getBytes(StandardCharsets.US_ASCII)), 0);
    return new Folder(path, mark, seed, isNew);
  }

  Path path() {
    return path;
  }

  /** By which keys are hashed here. */
  long seed() {
    return seed;
  }

  /** Whether nothing that lies here can be used. */
  boolean isNew() {
    return isNew;
  }

  Path file(int number, Kind kind) {
    return path.resolve("%08x.%s".formatted(number, kind.ending));
  }

  /** The files of the store; others are left alone. */
  List<Member> members() throws IOException {
    var found = new ArrayList<Member>();
    try (var files = Files.newDirectoryStream(path)) {
      for (var file : files) {
        var name = NAME.matcher(file.getFileName().toString());
        var kind = name.matches() ? Kind.of(name.group(2)) : null;
        int number = kind == null ? 0 : HexFormat.fromHexDigits(name.group(1));
        if (kind != null && number > 0) {
          found.add(new Member(number, kind, Files.size(file)));
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    mark.close();
    TAKEN.remove(path);
  }
}
