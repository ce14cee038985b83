package io.weir.proxy.cache.disk;

import io.weir.proxy.cache.disk.Folder.Kind;
import io.weir.proxy.cache.disk.Folder.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is found in the folder at a start: segments by their indexes, which are read as a whole, and
 * the files of single contents that these name. What nothing names, or never became whole, is
 * deleted.
 *
 * @param parts the segments and what they list, the oldest first
 * @param objects files of single contents that are named
 * @param useless what is to be deleted
 */
record Recovery(List<Part> parts, List<Member> objects, List<Member> useless) {
  /** A segment and what it lists. */
  record Part(Member segment, Member index, List<Entry> entries) {
    long weight() {
      return entries.stream().mapToLong(Entry::weight).sum();
    }
  }

  /** Reads the indexes. */
  static Recovery of(Folder folder) throws IOException {
    var members = folder.members();
    if (folder.isNew()) {
      return new Recovery(List.of(), List.of(), members);
    }
    var entries = new HashMap<Integer, List<Entry>>();
    var lengths = new HashMap<Integer, Long>();
    for (var member : members) {
      if (member.kind() == Kind.SEGMENT) {
        lengths.put(member.number(), member.length());
      }
    }
    for (var member : members) {
      var length = lengths.get(member.number());
      if (member.kind() == Kind.INDEX && length != null) {
        var octets = Files.readAllBytes(folder.file(member.number(), Kind.INDEX));
        entries.put(member.number(), Entry.decodeAll(ByteBuffer.wrap(octets), length));
      }
    }
    return of(members, entries);
  }

  /** Decides what is kept. */
  static Recovery of(List<Member> members, Map<Integer, List<Entry>> entries) {
    var objects = new HashMap<Integer, Member>();
    var segments = new HashMap<Integer, Member>();
    for (var member : members) {
      switch (member.kind()) {
        case OBJECT -> objects.put(member.number(), member);
        case SEGMENT -> segments.put(member.number(), member);
        case INDEX, PARTIAL -> {}
      }
    }
    var parts = new ArrayList<Part>();
    var named = new HashSet<Integer>();
    for (var member : members) {
      var segment = segments.get(member.number());
      var listed = entries.getOrDefault(member.number(), List.of());
      if (member.kind() == Kind.INDEX && segment != null && !listed.isEmpty()) {
        var kept = listed.stream().filter(entry -> isThere(entry, objects)).toList();
        kept.forEach(entry -> named.add(entry.object()));
        parts.add(new Part(segment, member, kept));
      }
    }
    parts.sort(Comparator.comparingInt(part -> part.segment().number()));
    var used = new HashSet<Member>();
    parts.forEach(part -> used.addAll(Set.of(part.segment(), part.index())));
    objects.values().stream().filter(object -> named.contains(object.number())).forEach(used::add);
    return new Recovery(
        parts,
        objects.values().stream().filter(used::contains).toList(),
        members.stream().filter(member -> !used.contains(member)).toList());
  }

  /** Whether the content is there whole, if it has a file for itself. */
  private static boolean isThere(Entry entry, Map<Integer, Member> objects) {
    var object = objects.get(entry.object());
    return entry.object() == 0 || object != null && object.length() == entry.objectLength();
  }

  long count() {
    return parts.stream().mapToLong(part -> part.entries().size()).sum();
  }

  /** The highest number of a file. */
  int last() {
    int last = 0;
    for (var part : parts) {
      last = Math.max(last, part.segment().number());
    }
    for (var member : objects) {
      last = Math.max(last, member.number());
    }
    for (var member : useless) {
      last = Math.max(last, member.number());
    }
    return last;
  }

  /** The highest number that a request had. */
  long sequence() {
    long most = 0;
    for (var part : parts) {
      for (var entry : part.entries()) {
        most = Math.max(most, entry.sequence());
      }
    }
    return most;
  }
}
