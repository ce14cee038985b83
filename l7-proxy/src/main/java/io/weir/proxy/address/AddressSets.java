package io.weir.proxy.address;

import io.weir.dsl.model.AddressSet;
import io.weir.dsl.model.NamedFile;
import io.weir.proxy.watch.WatchedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The sets of configurations, compiled. A file is read once however many sets name it, and while
 * configurations come and go; when it changes, the sets that name it change at their next question.
 * Any thread may ask a set; the rest blocks and is for one thread at a time.
 */
public final class AddressSets {
  private final WatchedFiles<AddressTrie> files =
      new WatchedFiles<>(AddressFileReader::read, trie -> trie.size() + " networks");

  /** The files, for whoever looks after them. */
  public WatchedFiles<AddressTrie> files() {
    return files;
  }

  /**
   * Reads the file, if it is new here or has changed.
   *
   * @throws IOException if it cannot be used; what was read before stays
   */
  public void read(NamedFile file) throws IOException {
    files.open(file.path());
  }

  /** The compiled form of a set, whose files have been read. */
  public AddressMatcher of(AddressSet set) {
    if (set.files().isEmpty()) {
      return AddressTrie.of(set);
    }
    var parts = new ArrayList<AddressMatcher>();
    if (!set.networks().isEmpty()) {
      parts.add(AddressTrie.of(set));
    }
    for (var name : set.files()) {
      var file = files.get(name);
      parts.add(address -> file.current().contains(address));
    }
    return parts.size() == 1 ? parts.getFirst() : any(List.copyOf(parts));
  }

  /** The compiled form of a set that names no file. */
  static AddressMatcher literal(AddressSet set) {
    if (!set.files().isEmpty()) {
      throw new IllegalArgumentException("found a set with files: " + set);
    }
    return AddressTrie.of(set);
  }

  private static AddressMatcher any(List<AddressMatcher> parts) {
    var all = parts.toArray(AddressMatcher[]::new);
    return address -> {
      for (var part : all) {
        if (part.contains(address)) {
          return true;
        }
      }
      return false;
    };
  }
}
