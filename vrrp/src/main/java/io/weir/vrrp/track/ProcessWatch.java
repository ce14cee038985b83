package io.weir.vrrp.track;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Looks for a process by its name (proc(5)), and then at that process alone until it is gone: a
 * look at all of them is long, and is taken once a second at most.
 *
 * <p>The kernel keeps 15 octets of a name; of a longer one the command line is looked at as well. A
 * process that has ended and is only kept for its parent runs no more.
 */
final class ProcessWatch {
  private static final int KEPT = 15;
  private static final int LONGEST_STAT = 4096;
  private static final long SCAN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path proc;
  private final byte[] name;
  private OptionalLong seen = OptionalLong.empty();
  private OptionalLong scannedAt = OptionalLong.empty();

  ProcessWatch(Path proc, String name) {
    this.proc = proc;
    this.name = name.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether one runs. */
  Answer look(long now) {
    if (seen.isPresent() && !runs(seen.getAsLong())) {
      seen = OptionalLong.empty();
      // Another one may run already.
      scannedAt = OptionalLong.empty();
    }
    boolean isDue = scannedAt.isEmpty() || now - scannedAt.getAsLong() >= SCAN_NANOS;
    if (seen.isEmpty() && isDue) {
      scannedAt = OptionalLong.of(now);
      seen = scan();
    }
    return seen.isPresent() ? Answer.up("process " + seen.getAsLong()) : Answer.down("none runs");
  }

  private OptionalLong scan() {
    try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (var process : processes) {
        long id = id(process.getFileName().toString());
        if (id > 0 && runs(id)) {
          return OptionalLong.of(id);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // Nobody can say; the next look may.
    }
    return OptionalLong.empty();
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private boolean runs(long id) {
    var folder = proc.resolve(Long.toString(id));
    // "12 (a name) S 1 ...": the name may have any octets, parentheses and spaces too.
    var stat = read(folder.resolve("stat"));
    if (stat.isEmpty()) {
      return false;
    }
    var text = stat.get();
    int from = text.indexOf('(') + 1;
    int to = text.lastIndexOf(')');
    if (from == 0 || to < from || to + 2 >= text.length()) {
      return false;
    }
    boolean isOver = "ZXx".indexOf(text.charAt(to + 2)) >= 0;
    return !isOver && text.substring(from, to).equals(kept()) && isWholeName(folder);
  }

  private String kept() {
    return new String(name, 0, Math.min(name.length, KEPT), StandardCharsets.ISO_8859_1);
  }

  /** Of a name that the kernel has cut: whether the program or its script has it whole. */
  private boolean isWholeName(Path folder) {
    if (name.length <= KEPT) {
      return true;
    }
    var whole = new String(name, StandardCharsets.ISO_8859_1);
    return read(folder.resolve("cmdline")).stream()
        .flatMap(line -> line.lines().flatMap(text -> Arrays.stream(text.split("\0", 3))))
        .limit(2)
        .anyMatch(word -> word.substring(word.lastIndexOf('/') + 1).equals(whole));
  }

  private static Optional<String> read(Path file) {
    try (var in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(LONGEST_STAT), StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
