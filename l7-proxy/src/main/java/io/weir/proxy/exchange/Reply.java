package io.weir.proxy.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * A response on its way to the client: a head, changes to its fields, and a body. Belongs to one
 * exchange and its loop. A filter that wants other fields says so with {@link #remove} and {@link
 * #add}; the lines of the head itself are never copied before they are written out.
 */
public final class Reply {
  private final ResponseHead head;
  private Body body;
  private long removedNames;
  private List<byte[]> removedLower = List.of();
  private List<byte[]> added = List.of();
  private boolean local;

  public Reply(ResponseHead head, Body body) {
    this.head = head;
    this.body = body;
  }

  /** A reply that Weir itself makes, rather than one from upstream. */
  public static Reply local(ResponseHead head, Body body) {
    var reply = new Reply(head, body);
    reply.local = true;
    return reply;
  }

  public ResponseHead head() {
    return head;
  }

  public int status() {
    return head.status();
  }

  public Body body() {
    return body;
  }

  /** Puts another body in place of the one that the caller took over. */
  public void body(Body other) {
    body = other;
  }

  /** Whether Weir itself made it. */
  public boolean isLocal() {
    return local;
  }

  /** Leaves out every line of the head with this name, but none that was added. */
  public void remove(FieldName name) {
    removedNames |= name.bit();
  }

  /** Leaves out every line of the head with this name, given in lower case. */
  public void remove(byte[] lowerName) {
    if (removedLower.isEmpty()) {
      removedLower = new ArrayList<>(2);
    }
    removedLower.add(lowerName);
  }

  /** Leaves out added lines with this name too. */
  public void removeAdded(byte[] lowerName) {
    if (!added.isEmpty()) {
      added.removeIf(
          line ->
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
}
