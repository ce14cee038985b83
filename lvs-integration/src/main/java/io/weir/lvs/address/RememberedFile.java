package io.weir.lvs.address;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file of lines {@code NAME VALUE}, the first of which says which process wrote it: {@code
 * process 4711 1764000000000}, its number and its start in milliseconds. It is gone after a restart
 * of the machine, as the settings are.
 */
final class RememberedFile implements Remembered {
  private static final Path FOLDER = Path.of("/run/weir");
  private static final String PROCESS = "process";
  private static final Pattern VALUE = Pattern.compile("[0-9]{1,3}");
  private static final int MOST_OCTETS = 4096;

  private final Path file;

  RememberedFile(Path file) {
    this.file = file;
  }

  /** The file of the network namespace that this process is in. */
  static Remembered here() {
    try {
      // net:[4026531833]
      var namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
      return new RememberedFile(FOLDER.resolve("arp-" + namespace.replaceAll("[^0-9]", "")));
    } catch (IOException _) {
      return NOWHERE;
    }
  }

  @Override
  public Map<String, String> left() {
    var lines = lines();
    return lines.isEmpty() || isOfALiveOne(lines.getFirst()) ? Map.of() : settings(lines);
  }

  @Override
  public void keep(Map<String, String> former) throws IOException {
    var lines = lines();
    if (!lines.isEmpty() && isOfALiveOne(lines.getFirst()) && !lines.getFirst().equals(self())) {
      return;
    }
    if (former.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    var next = new ArrayList<String>();
    next.add(self());
    former.forEach((name, value) -> next.add(name + " " + value));
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    // Whole or not at all: a half of it would be taken for the truth.
    var whole = file.resolveSibling(file.getFileName() + ".new");
    Files.write(whole, next);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private List<String> lines() {
    try {
      return Files.size(file) > MOST_OCTETS ? List.of() : Files.readAllLines(file);
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException _) {
      // What cannot be read says nothing.
      return List.of();
    }
  }

  private static Map<String, String> settings(List<String> lines) {
    var settings = new LinkedHashMap<String, String>();
    for (var line : lines.subList(1, lines.size())) {
      var words = line.split(" ", -1);
      boolean isKnown = words.length == 2 && QuietArp.NEEDED.containsKey(words[0]);
      if (isKnown && VALUE.matcher(words[1]).matches()) {
        settings.put(words[0], words[1]);
      }
    }
    return settings;
  }

  private static String self() {
    return text(ProcessHandle.current());
  }

  private static boolean isOfALiveOne(String line) {
    var words = line.split(" ", -1);
    try {
      return words.length == 3
          && words[0].equals(PROCESS)
          && ProcessHandle.of(Long.parseLong(words[1]))
              .filter(ProcessHandle::isAlive)
              .filter(it -> text(it).equals(line))
              .isPresent();
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** A number alone may be another process's by now. */
  private static String text(ProcessHandle process) {
    var start = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    return PROCESS + " " + process.pid() + " " + start;
  }
}
