package io.weir.proxy.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left out of a head's field lines and what is added, so that the lines themselves are
 * copied once, when they are written out. Belongs to one exchange.
 */
public final class FieldChanges {
  private long removedNames;
  private List<byte[]> removedLower = List.of();
  private List<byte[]> added = List.of();

  /** Leaves out every line of the head with this name, but none that was added. */
  public void remove(FieldName name) {
    removedNames |= name.bit();
  }

  /** Leaves out every line of the head with this name, which is no {@link FieldName}. */
  public void remove(byte[] lowerName) {
    if (removedLower.isEmpty()) {
      removedLower = new ArrayList<>(2);
    }
    removedLower.add(lowerName);
  }

  /** Takes back added lines with this name, given in lower case. */
  public void removeAdded(byte[] lowerName) {
    if (!added.isEmpty()) {
      added.removeIf(line ->
          line.length > lowerName.length
              && line[lowerName.length] == ':'
              && Octets.isLower(line, 0, lowerName));
    }
  }

  /** Adds a whole line: {@code Name: value CRLF}, valid as it is; the array is not copied. */
  public void add(byte[] line) {
    if (added.isEmpty()) {
      added = new ArrayList<>(4);
    }
    added.add(line);
  }

  /** The names left out, as their bits. */
  public long removedNames() {
    return removedNames;
  }

  /** The names left out that are no {@link FieldName}, in lower case. */
  public List<byte[]> removedLower() {
    return removedLower;
  }

  /** The lines added, in order. */
  public List<byte[]> added() {
    return added;
  }

  /** Whether nothing is changed. */
  public boolean isEmpty() {
    return removedNames == 0 && removedLower.isEmpty() && added.isEmpty();
  }

  /** Makes all changes of the other one here too. */
  public void addAll(FieldChanges other) {
    removedNames |= other.removedNames;
    other.removedLower.forEach(this::remove);
    other.added.forEach(this::add);
  }

  /** The lines as they are with the changes made. */
  public FieldLines applied(FieldLines lines) {
    if (isEmpty()) {
      return lines;
    }
    var changed = new FieldLinesBuilder();
    for (int i = 0; i < lines.count(); i++) {
      var name = lines.name(i);
      boolean stays = name == null ? !isRemoved(lines, i) : (removedNames & name.bit()) == 0;
      if (stays) {
        changed.add(lines.nameText(i), lines.value(i));
      }
    }
    for (var line : added) {
      var text = new String(line, StandardCharsets.ISO_8859_1);
      int colon = text.indexOf(':');
      changed.add(text.substring(0, colon), text.substring(colon + 1).strip());
    }
    return changed.build();
  }

  private boolean isRemoved(FieldLines lines, int line) {
    for (var name : removedLower) {
      if (lines.isNamed(line, name)) {
        return true;
      }
    }
    return false;
  }
}
