package io.weir.proxy.cache.disk;

import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is written: records at the end of the newest segment, contents to files of their own. All
 * files together never take more than they may: the oldest segment makes room, and what was used of
 * it is written anew first. On the thread that writes.
 */
final class SegmentLog {
  private final Folder folder;
  private final Shelf shelf;
  private final Judge judge;
  private final Predicate<CacheKey> isWarm;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private @Nullable Segment current;
  private Sizes sizes;
  private long mostNow;
  private long bytes;
  private int next;

  /**
   * An empty one.
   *
   * @param isWarm whether a faster tier has the key, so that it counts as used
   */
  SegmentLog(
      Folder folder, Shelf shelf, Sizes sizes, Judge judge, Predicate<CacheKey> isWarm, int next) {
    this.folder = folder;
    this.shelf = shelf;
    this.sizes = sizes;
    this.mostNow = sizes.most();
    this.judge = judge;
    this.isWarm = isWarm;
    this.next = next;
  }

  /** Takes over a segment of a former process; the oldest first. */
  void restore(Segment segment) {
    segments.addLast(segment);
    bytes += segment.bytes();
    shelf.bytes(bytes);
  }

  /** Takes over a content of a former process. */
  void restore(StoreFile object) {
    grow(object.bytes());
  }

  /** Makes them smaller or larger. */
  void resize(Sizes other) throws IOException {
    sizes = other;
    mostNow = other.most();
    makeRoom(0);
  }

  /** The file system is full: takes no more than there is now, until told otherwise. */
  void shrink() {
    mostNow = Math.min(mostNow, bytes);
  }

  /** Takes all it may again. */
  void stretch() {
    mostNow = sizes.most();
  }

  Sizes sizes() {
    return sizes;
  }

  /**
   * Writes a record with its content behind it.
   *
   * @return its place
   */
  long append(long print, Description head, Content content) throws IOException {
    var encoded = head.encode();
    long need = RecordStart.SIZE + encoded.length + content.length();
    makeRoom(need + Place.ALIGNMENT + Entry.SIZE);
    var segment = writable();
    long at = segment.length() + (long) RecordStart.SIZE + encoded.length;
    var record = new RecordStart(print, encoded.length, segment.number(), at, content.length());
    var open = segment.file().hold(shelf.closer());
    try {
      Octets.write(open.channel(), record.encode(encoded), segment.length());
      Octets.write(open.channel(), content, at);
    } catch (IOException e) {
      cutBack(open.channel(), segment.length());
      throw e;
    } finally {
      open.letGo();
    }
    return listed(segment, new Entry(print, head.sequence(), segment.length(), (int) need, 0, 0));
  }

  /**
   * Writes a record whose content is elsewhere.
   *
   * @param content where it is
   * @param isMoved whether the content's own file belongs to this record from now on
   */
  long append(RecordStart content, Description head, boolean isMoved) throws IOException {
    makeRoom(RecordStart.SIZE + head.encode().length + Place.ALIGNMENT + Entry.SIZE);
    if (shelf.find(content.file()) == null) {
      throw DamagedRecord.gone("found that the content had to make room");
    }
    return point(content, head, isMoved);
  }

  private long point(RecordStart content, Description head, boolean isMoved) throws IOException {
    var encoded = head.encode();
    int need = RecordStart.SIZE + encoded.length;
    var segment = writable();
    var record =
        new RecordStart(
            content.print(), encoded.length, content.file(), content.position(), content.length());
    var open = segment.file().hold(shelf.closer());
    try {
      Octets.write(open.channel(), record.encode(encoded), segment.length());
    } catch (IOException e) {
      cutBack(open.channel(), segment.length());
      throw e;
    } finally {
      open.letGo();
    }
    var file = shelf.find(content.file());
    boolean isObject = isMoved && file != null && file.isObject();
    return listed(
        segment,
        new Entry(
            content.print(),
            head.sequence(),
            segment.length(),
            need,
            isObject ? content.file() : 0,
            isObject ? content.length() : 0));
  }

  private long listed(Segment segment, Entry entry) throws IOException {
    long place = Place.of(segment.number(), segment.length());
    long before = segment.bytes();
    segment.add(entry);
    segment.file().bytes(segment.length());
    grow(segment.bytes() - before);
    shelf.index().add(entry.print(), place);
    return place;
  }

  /** A file for one content that arrives. */
  StoreFile begin() throws IOException {
    int number = next++;
    var file = new StoreFile(number, true, folder.file(number, Folder.Kind.PARTIAL), 0);
    file.create(shelf.closer());
    shelf.add(file);
    return file;
  }

  /** There will be so many octets more in the file. */
  void extend(StoreFile object, long octets) throws IOException {
    makeRoom(octets);
    object.bytes(object.bytes() + octets);
    grow(octets);
  }

  /** The content is whole. */
  void finish(StoreFile object) throws IOException {
    var whole = folder.file(object.number(), Folder.Kind.OBJECT);
    Files.move(object.path(), whole, StandardCopyOption.ATOMIC_MOVE);
    object.path(whole);
  }

  /** Nobody needs the content any more. */
  void discard(StoreFile object) throws IOException {
    if (shelf.remove(object)) {
      object.giveUp();
      grow(-object.bytes());
      Files.deleteIfExists(object.path());
    }
  }

  /**
   * Makes a record void, for this process and those to come.
   *
   * @param keepsContent whether another record points to its content
   */
  void kill(long print, long place, boolean keepsContent) throws IOException {
    var file = shelf.find(Place.segment(place));
    if (!shelf.index().remove(print, place) || file == null) {
      return;
    }
    var open = file.hold(shelf.closer());
    try {
      var start = Octets.read(open.channel(), Place.offset(place), RecordStart.SIZE);
      Octets.write(
          open.channel(), ByteBuffer.allocate(1), Place.offset(place) + RecordStart.ALIVE_AT);
      var object = shelf.find(RecordStart.decode(start).file());
      if (!keepsContent && object != null && object.isObject()) {
        discard(object);
      }
    } catch (DamagedRecord _) {
      // Void already, or nothing that anyone could read.
    } finally {
      open.letGo();
    }
  }

  /** Forgets everything. */
  void clear() throws IOException {
    shelf.index().clear();
    while (!segments.isEmpty()) {
      delete(segments.getFirst());
    }
    for (var file : shelf.files()) {
      // What is being written goes on: it may be newer.
      if (file.path().equals(folder.file(file.number(), Folder.Kind.OBJECT))) {
        discard(file);
      }
    }
  }

  /** Writes what the index of the newest segment lacks. */
  void flush() throws IOException {
    if (current != null) {
      current.flush();
    }
  }

  /** What could not be written whole is not there; if this fails too, it is written over. */
  private static void cutBack(FileChannel channel, long length) {
    try {
      channel.truncate(length);
    } catch (IOException _) {
      // The failure that led here is told.
    }
  }

  private void grow(long octets) {
    bytes += octets;
    shelf.bytes(bytes);
  }

  private Segment writable() throws IOException {
    var now = current;
    if (now != null && now.weight() < sizes.segment()) {
      return now;
    }
    flush();
    int number = next++;
    var file = new StoreFile(number, false, folder.file(number, Folder.Kind.SEGMENT), 0);
    file.create(shelf.closer());
    shelf.add(file);
    var made = new Segment(file, folder.file(number, Folder.Kind.INDEX), 0, 0, 0);
    segments.addLast(made);
    current = made;
    return made;
  }

  private void makeRoom(long octets) throws IOException {
    while (bytes + octets > mostNow) {
      var oldest = segments.peekFirst();
      if (oldest == null) {
        throw new IOException("found no room for " + octets + " octets beside " + bytes);
      }
      giveUp(oldest);
    }
  }

  private void giveUp(Segment oldest) throws IOException {
    if (oldest.equals(current)) {
      flush();
      current = null;
    }
    var used = new ArrayList<Entry>();
    for (var entry : entries(oldest)) {
      long place = Place.of(oldest.number(), entry.offset());
      if (shelf.index().has(entry.print(), place)) {
        if (isUsed(entry, place)) {
          used.add(entry);
        } else {
          evict(entry, place);
        }
      }
    }
    var carried = Turnover.carriedOver(used, oldest.weight());
    for (var entry : carried) {
      carry(entry, Place.of(oldest.number(), entry.offset()));
    }
    for (var entry : used) {
      // What was carried over has another place by now.
      long place = Place.of(oldest.number(), entry.offset());
      if (shelf.index().has(entry.print(), place)) {
        evict(entry, place);
      }
    }
    delete(oldest);
  }

  private List<Entry> entries(Segment segment) {
    try {
      return segment.entries();
    } catch (IOException _) {
      // What it listed is found to be gone when it is looked for, or when the index grows.
      return List.of();
    }
  }

  private boolean isUsed(Entry entry, long place) {
    try {
      return shelf.index().isUsed(entry.print(), place)
          || isWarm.test(shelf.read(place).head().key());
    } catch (IOException _) {
      return false;
    }
  }

  private void evict(Entry entry, long place) throws IOException {
    var object = entry.object() == 0 ? null : shelf.find(entry.object());
    // A dead one has passed its content on to another record.
    if (object != null && isAlive(place)) {
      discard(object);
    }
    shelf.index().remove(entry.print(), place);
    shelf.evicted();
  }

  private boolean isAlive(long place) {
    try {
      shelf.read(place);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private void carry(Entry entry, long place) throws IOException {
    try {
      var found = shelf.read(place);
      var record = found.record();
      var file = shelf.find(record.file());
      // A round of purges may have passed its new place already.
      var head = judge.judged(found.head()).orElse(null);
      if (file != null && head != null && file.isObject()) {
        point(record, head, true);
        shelf.index().remove(entry.print(), place);
      } else if (file != null && head != null) {
        copy(file, record, head);
        shelf.index().remove(entry.print(), place);
      } else {
        evict(entry, place);
      }
    } catch (IOException _) {
      // It is only a copy: to make room counts for more.
      evict(entry, place);
    }
  }

  private void copy(StoreFile from, RecordStart record, Description head) throws IOException {
    var encoded = head.encode();
    var segment = writable();
    long at = segment.length() + (long) RecordStart.SIZE + encoded.length;
    var copied =
        new RecordStart(record.print(), encoded.length, segment.number(), at, record.length());
    var source = from.hold(shelf.closer());
    var target = segment.file().hold(shelf.closer());
    try {
      Octets.write(target.channel(), copied.encode(encoded), segment.length());
      Octets.copy(source.channel(), record.position(), record.length(), target.channel(), at);
    } finally {
      source.letGo();
      target.letGo();
    }
    int need = (int) (RecordStart.SIZE + encoded.length + record.length());
    listed(segment, new Entry(record.print(), head.sequence(), segment.length(), need, 0, 0));
  }

  private void delete(Segment segment) throws IOException {
    segments.remove(segment);
    if (segment.equals(current)) {
      current = null;
    }
    grow(-segment.bytes());
    shelf.remove(segment.file());
    segment.delete();
  }
}
