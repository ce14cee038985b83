package io.weir.proxy.cache.disk;

import io.weir.proxy.cache.purge.Glob;
import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.Purge.Target;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The purges that what is on disk has yet to be held against, so that they outlive a restart. By
 * one thread at a time; blocks.
 */
final class PurgeFile {
  private static final int HEAD = 2 * Integer.BYTES;

  private final Path path;
  private List<Numbered> known;

  /** A purge, its number, and when it was made by the wall clock. */
  record Numbered(Purge purge, long number, long millis) {}

  private PurgeFile(Path path, List<Numbered> known) {
    this.path = path;
    this.known = known;
  }

  /** Reads what is there; what is torn was never answered for. */
  static PurgeFile open(Path path) throws IOException {
    var octets = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    return new PurgeFile(path, decodeAll(ByteBuffer.wrap(octets)));
  }

  List<Numbered> known() {
    return known;
  }

  /** Adds one; when this returns, it is there to stay. */
  void add(Numbered one) throws IOException {
    try (var out =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      var octets = encode(one);
      while (octets.hasRemaining()) {
        out.write(octets);
      }
      out.force(false);
    }
    known = new ArrayList<>(known);
    known.add(one);
  }

  /** Leaves out those up to a number. */
  void forget(long upTo) throws IOException {
    var left = known.stream().filter(one -> one.number > upTo).toList();
    if (left.size() == known.size()) {
      return;
    }
    var all = new ByteArrayOutputStream();
    for (var one : left) {
      all.writeBytes(encode(one).array());
    }
    var fresh = path.resolveSibling(path.getFileName() + ".tmp");
    Files.write(fresh, all.toByteArray());
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    known = left;
  }

  static ByteBuffer encode(Numbered one) throws IOException {
    var octets = new ByteArrayOutputStream();
    var out = new DataOutputStream(octets);
    out.writeLong(one.number);
    out.writeLong(one.millis);
    out.writeBoolean(one.purge.isSoft());
    out.writeInt(one.purge.targets().size());
    for (var target : one.purge.targets()) {
      switch (target) {
        case Target.Everything _ -> put(out, 0, "");
        case Target.Url(var url) -> put(out, 1, url);
        case Target.Prefix(var start) -> put(out, 2, start);
        case Target.Matching(var glob) -> put(out, 3, glob.text());
        case Target.Tag(var name) -> put(out, 4, name);
      }
    }
    var text = octets.toByteArray();
    return ByteBuffer.allocate(HEAD + text.length)
        .putInt(text.length)
        .putInt(sum(text))
        .put(text)
        .flip();
  }

  private static void put(DataOutputStream out, int kind, String text) throws IOException {
    var octets = text.getBytes(StandardCharsets.ISO_8859_1);
    out.writeByte(kind);
    out.writeInt(octets.length);
    out.write(octets);
  }

  /** All up to the first that is torn or damaged. */
  static List<Numbered> decodeAll(ByteBuffer in) {
    var found = new ArrayList<Numbered>();
    while (in.remaining() >= HEAD) {
      int length = in.getInt();
      int sum = in.getInt();
      if (length < 0 || length > in.remaining()) {
        return found;
      }
      var text = new byte[length];
      in.get(text);
      if (sum(text) != sum) {
        return found;
      }
      found.add(decode(ByteBuffer.wrap(text)));
    }
    return found;
  }

  /** What {@link #encode} wrote: the checksum holds. */
  private static Numbered decode(ByteBuffer in) {
    long number = in.getLong();
    long millis = in.getLong();
    boolean isSoft = in.get() != 0;
    int count = in.getInt();
    var targets = new ArrayList<Target>();
    for (int i = 0; i < count; i++) {
      int kind = in.get();
      var octets = new byte[in.getInt()];
      in.get(octets);
      var text = new String(octets, StandardCharsets.ISO_8859_1);
      targets.add(
          switch (kind) {
            case 1 -> new Target.Url(text);
            case 2 -> new Target.Prefix(text);
            case 3 -> new Target.Matching(Glob.of(text));
            case 4 -> new Target.Tag(text);
            default -> new Target.Everything();
          });
    }
    return new Numbered(new Purge(targets, isSoft), number, millis);
  }

  private static int sum(byte[] text) {
    var sum = new CRC32C();
    sum.update(text);
    return (int) sum.getValue();
  }
}
