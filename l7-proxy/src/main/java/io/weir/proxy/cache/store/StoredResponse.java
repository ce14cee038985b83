package io.weir.proxy.cache.store;

import io.weir.proxy.cache.purge.Tags;
import io.weir.proxy.cache.rule.ContentRange;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.exchange.Shared;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response as it is kept. Immutable, but for what it notes of its use; shared by all loops. A
 * cache has millions of them: what many have in common is kept once.
 */
public final class StoredResponse implements Variants {
  /**
   * What the objects of a response take up beside their octets, as CacheMemory of perf measures.
   */
  static final int OVERHEAD = 370;

  private static final Shared<Selection> SELECTIONS = Shared.ofEqual();

  private final ResponseHead head;
  private final Freshness freshness;
  private final Selection selection;
  private final boolean canValidate;
  private final long sequence;
  private final Tags tags;
  private final @Nullable ContentRange part;
  private final Content content;

  /** The last purge that is known to leave it alone: a race loses nothing but a look. */
  private long settled;

  private int uses;

  private volatile long place;

  /**
   * @param head with the fields as they are sent
   * @param selection the requests that it is for
   * @param sequence when its request was sent, by {@link CacheStore#sequence}
   * @param part which part of a representation it is; null if it is whole
   */
  public StoredResponse(
      ResponseHead head,
      Freshness freshness,
      Selection selection,
      long sequence,
      @Nullable ContentRange part,
      Content content) {
    this.head =
        new ResponseHead(
            head.status(), head.reason(), head.minorVersion(), head.fields().sharing());
    this.freshness = freshness.sharing();
    // Most responses are for the same few kinds of requests: what they have in common is kept once.
    this.selection = SELECTIONS.one(selection);
    this.sequence = sequence;
    this.settled = sequence;
    this.tags = Tags.of(head.fields());
    this.part = part;
    this.content = content;
    this.canValidate = validators().canValidate();
  }

  /** The same response whose content lies elsewhere. */
  public StoredResponse in(Content elsewhere) {
    var moved = new StoredResponse(head, freshness, selection, sequence, part, elsewhere);
    moved.place = place;
    return moved;
  }

  /** What requests a response is for. */
  public record Selection(Vary vary, String selecting) {
    /** Whether a request with these fields is one of them. */
    public boolean fits(FieldLines request) {
      return vary.names().isEmpty() || vary.valuesOf(request).equals(selecting);
    }
  }

  /** The same content under other fields, which have been validated or updated. */
  public StoredResponse with(FieldLines fields, Freshness renewed, long sentAt) {
    var updated =
        new StoredResponse(
            new ResponseHead(head.status(), head.reason(), head.minorVersion(), fields),
            renewed,
            selection,
            sentAt,
            part,
            content);
    updated.place = Math.max(0, place);
    return updated;
  }

  /** The same, stale from a time on, which has been held against purges up to a number. */
  StoredResponse staleAt(long millis, long settledBy) {
    var stale =
        new StoredResponse(head, freshness.staleAt(millis), selection, sequence, part, content);
    stale.settled = settledBy;
    return stale;
  }

  public ResponseHead head() {
    return head;
  }

  public Freshness freshness() {
    return freshness;
  }

  /** What tells this state from others; made each time, since few requests ask for it. */
  public Validators validators() {
    return Validators.of(head.fields(), freshness.responseMillis());
  }

  /** Whether the server can be asked whether this state is still the current one. */
  public boolean canValidate() {
    return canValidate;
  }

  public Vary vary() {
    return selection.vary();
  }

  /** The values of the request's fields that {@link #vary} names. */
  public String selecting() {
    return selection.selecting();
  }

  public long sequence() {
    return sequence;
  }

  /** The tags that it can be purged by. */
  public Tags tags() {
    return tags;
  }

  /** The last purge that is known to leave it alone, or that it was sent behind. */
  public long settled() {
    return settled;
  }

  /** Notes that purges up to this one leave it alone. */
  public void settled(long by) {
    settled = by;
  }

  /** Which part of a representation it is; null if it is whole. */
  public @Nullable ContentRange part() {
    return part;
  }

  public Content content() {
    return content;
  }

  /** Where a tier below memory has it, as that tier says; 0 if nowhere, less if on its way. */
  public long place() {
    return place;
  }

  /** Notes where a tier below memory has it. */
  public void place(long where) {
    place = where;
  }

  /**
   * Counts a use of it.
   *
   * @return how often it was used; uses on several loops at once may count as one
   */
  public int use() {
    return ++uses;
  }

  /** Begins to count anew, so that what failed is not tried again at once. */
  public void forgetUses() {
    uses = 0;
  }

  /** The requests that it is for. */
  public Selection selection() {
    return selection;
  }

  /** Whether a request with these fields selects it. */
  public boolean fits(FieldLines request) {
    return selection.fits(request);
  }

  /** Whether both are for the same requests. */
  boolean isAlike(StoredResponse other) {
    return selection.equals(other.selection);
  }

  /** Whether both are for the same requests, so that one takes the other's place. */
  public boolean replaces(StoredResponse other) {
    return isAlike(other) && (part == null || other.part != null && !isBeside(part, other));
  }

  /** Whether the other one is another part of the same, which this part leaves alone. */
  private boolean isBeside(ContentRange own, StoredResponse other) {
    return other.part != null
        && !own.overlaps(other.part)
        && validators().isSameState(other.validators());
  }

  /** Whether it was asked for, or validated, later. */
  public boolean isNewerThan(StoredResponse other) {
    return sequence == other.sequence
        ? freshness.responseMillis() > other.freshness.responseMillis()
        : sequence > other.sequence;
  }

  /** Octets that it takes up in memory. */
  @Override
  public long memory() {
    return OVERHEAD + head.fields().memory() + 8L * tags.count() + content.memory();
  }

  @Override
  public List<StoredResponse> responses() {
    return List.of(this);
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public boolean isSettled(long by) {
    return settled >= by;
  }

  @Override
  public @Nullable StoredResponse select(FieldLines request) {
    return part == null && fits(request) ? this : null;
  }
}
