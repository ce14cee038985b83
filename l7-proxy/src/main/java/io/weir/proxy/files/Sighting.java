package io.weir.proxy.files;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file and its precompressed siblings looked at one moment. Two equal sightings are the same
 * files in the same state, so that what was loaded after the first still holds at the second.
 *
 * @param root the folder with all links resolved
 * @param mediaType by the name that was asked for
 * @param forms the file itself last, its siblings before it
 */
record Sighting(Path root, String mediaType, List<Form> forms) {
  /**
   * Time after which a change of a file is sure to show in its time stamp: ample for all kernels.
   */
  private static final long STAMP_MILLIS = 1000;

  Sighting {
    forms = List.copyOf(forms);
  }

  /**
   * One file.
   *
   * @param real its path with all links resolved
   * @param key device and inode; null where the file system has no such thing
   */
  record Form(Coding coding, Path real, @Nullable Object key, long size, FileTime modified) {
    static Form of(Coding coding, Path real, BasicFileAttributes seen) {
      return new Form(coding, real, seen.fileKey(), seen.size(), seen.lastModifiedTime());
    }

    /** Whether the file is regular, and still the one that was seen. */
    boolean isStill(BasicFileAttributes seen) {
      return seen.isRegularFile() && of(coding, real, seen).equals(this);
    }
  }

  /**
   * Whether a change made after this moment would show: a file written twice within one tick of the
   * file system's clock keeps its time stamp.
   */
  boolean isSettled(Instant moment) {
    return forms.stream()
        .allMatch(
            form -> Math.abs(form.modified.toMillis() - moment.toEpochMilli()) > STAMP_MILLIS);
  }
}
