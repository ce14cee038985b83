package io.weir.proxy.files;

import io.weir.proxy.exchange.Loop;
import io.weir.proxy.files.Representation.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A file with all its codings, loaded. Made by a worker thread with no holder; from then on one
 * loop counts who holds it, and the last one to let go frees buffers and closes files.
 */
final class StoredFile {
  private static final System.Logger LOG = System.getLogger(StoredFile.class.getName());

  private final Sighting sighting;
  private final boolean settled;
  private final @Nullable Representation[] byCoding;
  private final int codings;
  private final long memory;
  private final int openFiles;
  private int holders;

  /**
   * @param settled whether the files could not have changed unseen since the sighting
   */
  StoredFile(Sighting sighting, boolean settled, List<Representation> representations) {
    this.sighting = sighting;
    this.settled = settled;
    this.byCoding = new @Nullable Representation[Coding.values().length];
    int found = 0;
    long octets = 0;
    int files = 0;
    for (var representation : representations) {
      int place = representation.description().coding().place();
      byCoding[place] = representation;
      found |= 1 << place;
      switch (representation.content()) {
        case Content.InMemory(var content) -> octets += content.capacity();
        case Content.OnDisk _ -> files++;
      }
    }
    this.codings = found;
    this.memory = octets;
    this.openFiles = files;
  }

  /** Whether a look that sees this needs no new load. */
  boolean holdsFor(Sighting later) {
    return settled && sighting.equals(later);
  }

  /** A bit for the place of each coding there is. */
  int codings() {
    return codings;
  }

  /** The representation in a coding, which must be one of {@link #codings}. */
  Representation in(Coding coding) {
    var representation = byCoding[coding.place()];
    if (representation == null) {
      throw new IllegalArgumentException("found no '" + coding.token() + "' of " + sighting);
    }
    return representation;
  }

  /** Octets held in memory. */
  long memory() {
    return memory;
  }

  /** Files held open. */
  int openFiles() {
    return openFiles;
  }

  /** One holder more; on the loop. */
  void hold() {
    holders++;
  }

  /** One holder less; on the loop, which is handed in. */
  void letGo(Loop loop) {
    if (--holders == 0) {
      free(loop);
    }
  }

  /** Frees a file that no loop holds, on the calling thread. */
  void discard() {
    close(release());
  }

  /** Frees the buffers; the files are still to be closed. */
  private List<FileChannel> release() {
    var files = new ArrayList<FileChannel>(openFiles);
    for (var representation : byCoding) {
      if (representation != null) {
        switch (representation.content()) {
          case Content.InMemory(var octets) -> octets.release();
          case Content.OnDisk(var file) -> files.add(file);
        }
      }
    }
    return files;
  }

  private void free(Loop loop) {
    var files = release();
    if (files.isEmpty()) {
      return;
    }
    // Closing the last handle of a deleted file frees its blocks, which takes long for large ones.
    try {
      loop.context()
          .executeBlocking(
              () -> {
                close(files);
                return null;
              },
              false);
    } catch (RejectedExecutionException _) {
      close(files);
    }
  }

  static void close(List<FileChannel> files) {
    for (var file : files) {
      try {
        file.close();
      } catch (IOException thrown) {
        LOG.log(System.Logger.Level.WARNING, "close of a file that was sent: {0}", thrown);
      }
    }
  }
}
