package io.weir.proxy.exchange;

import io.weir.dsl.model.ContentCoding;

/**
 * What Weir itself did to the coding of a reply, for the access log and the metrics. Belongs to one
 * exchange.
 */
public final class Transcoding {
  private final ContentCoding coding;
  private final boolean decodes;
  private long taken;
  private long made;

  /**
   * @param decodes whether the coding was undone; else it was made
   */
  public Transcoding(ContentCoding coding, boolean decodes) {
    this.coding = coding;
    this.decodes = decodes;
  }

  public ContentCoding coding() {
    return coding;
  }

  /** Whether the coding was undone; else it was made. */
  public boolean decodes() {
    return decodes;
  }

  /** Octets of content before, so far. */
  public long taken() {
    return taken;
  }

  /** Octets of content after, so far. */
  public long made() {
    return made;
  }

  /** Counts octets that went in. */
  public void take(int octets) {
    taken += octets;
  }

  /** Counts octets that came out. */
  public void make(int octets) {
    made += octets;
  }
}
