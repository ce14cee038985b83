package io.weir.proxy.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.weir.proxy.files.Representation.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens files that were seen, and reads the small ones. From the folder down, each segment is
 * opened relative to the handle of the one before ({@code openat}) and never through a link, and
 * what is open must be what was seen, before and after: so a link or a FIFO that takes a file's
 * place after it was seen is not followed. Blocks; for worker threads.
 */
final class FileLoad {
  /** Files up to this size are kept in memory, larger ones are sent from disk. */
  static final int IN_MEMORY = 64 * 1024;

  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private FileLoad() {}

  /** Loads every form of a file; empty if one is no longer what was seen. */
  static Optional<StoredFile> load(Sighting sighting, Instant now) throws IOException {
    var loaded = new ArrayList<Representation>(sighting.forms().size());
    boolean whole = false;
    try {
      for (var form : sighting.forms()) {
        var content = content(sighting.root(), form);
        if (content.isEmpty()) {
          return Optional.empty();
        }
        boolean varies = sighting.forms().size() > 1;
        var description = Description.of(form, sighting.mediaType(), varies, now);
        loaded.add(Representation.of(description, content.get()));
      }
      whole = true;
      return Optional.of(new StoredFile(sighting, sighting.isSettled(now), loaded));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } finally {
      if (!whole) {
        loaded.forEach(representation -> free(representation.content()));
      }
    }
  }

  private static Optional<Content> content(Path root, Sighting.Form form) throws IOException {
    try (var folder = parent(root, form.real())) {
      var name = form.real().getFileName();
      var view =
          folder.getFileAttributeView(
              name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (!form.isStill(view.readAttributes())) {
        return Optional.empty();
      }
      var content = content((FileChannel) folder.newByteChannel(name, READ), form.size());
      boolean isStill = false;
      try {
        isStill = length(content) == form.size() && form.isStill(view.readAttributes());
      } finally {
        if (!isStill) {
          free(content);
        }
      }
      return isStill ? Optional.of(content) : Optional.empty();
    }
  }

  private static Content content(FileChannel file, long size) throws IOException {
    return size > IN_MEMORY ? new Content.OnDisk(file) : new Content.InMemory(read(file, size));
  }

  private static ByteBuf read(FileChannel file, long size) throws IOException {
    int length = (int) size;
    var octets = PooledByteBufAllocator.DEFAULT.directBuffer(length, length);
    boolean whole = false;
    try (file) {
      int read = 0;
      while (octets.isWritable() && read >= 0) {
        read = octets.writeBytes(file, octets.writerIndex(), octets.writableBytes());
      }
      whole = true;
      return octets;
    } finally {
      if (!whole) {
        octets.release();
      }
    }
  }

  @SuppressWarnings("StreamResourceLeak") // what comes back is the caller's to close
  private static SecureDirectoryStream<Path> parent(Path root, Path real) throws IOException {
    var folder = secure(Files.newDirectoryStream(root));
    var below = root.relativize(real);
    for (int i = 0; i < below.getNameCount() - 1; i++) {
      try (var above = folder) {
        folder = secure(above.newDirectoryStream(below.getName(i), LinkOption.NOFOLLOW_LINKS));
      }
    }
    return folder;
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> folder)
      throws IOException {
    if (folder instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    folder.close();
    throw new IOException("found a file system without openat, which safe opening needs");
  }

  private static long length(Content content) throws IOException {
    return switch (content) {
      case Content.InMemory(var octets) -> octets.readableBytes();
      case Content.OnDisk(var file) -> file.size();
    };
  }

  private static void free(Content content) {
    switch (content) {
      case Content.InMemory(var octets) -> octets.release();
      case Content.OnDisk(var file) -> StoredFile.close(List.of(file));
    }
  }
}
