package io.weir.proxy.exchange;

/**
 * A response on its way to the client: a head, changes to its fields, and a body. Belongs to one
 * exchange and its loop.
 */
public final class Reply {
  private ResponseHead head;
  private final boolean local;
  private final FieldChanges changes = new FieldChanges();
  private Body body;

  private Reply(ResponseHead head, Body body, boolean local) {
    this.head = head;
    this.body = body;
    this.local = local;
  }

  /** A reply that came from upstream. */
  public static Reply upstream(ResponseHead head, Body body) {
    return new Reply(head, body, false);
  }

  /** A reply that Weir itself makes. */
  public static Reply local(ResponseHead head, Body body) {
    return new Reply(head, body, true);
  }

  public ResponseHead head() {
    return head;
  }

  /** Puts another head in place; the changes to its fields stay. */
  public void head(ResponseHead other) {
    head = other;
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

  /** What becomes of the head's fields when it is written. */
  public FieldChanges changes() {
    return changes;
  }
}
