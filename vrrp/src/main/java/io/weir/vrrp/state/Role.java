package io.weir.vrrp.state;

/** What a virtual router is to its network. */
public enum Role {
  /** Not started, or stopped. */
  INIT,
  /** Cannot take part: its interface is down, or something that it tracks has failed. */
  FAULT,
  /** Listens, and takes over when the Active router falls silent. */
  BACKUP,
  /** Owns the addresses. */
  ACTIVE;

  /** The name in status, metrics and logs. */
  public String label() {
    return switch (this) {
      case INIT -> "init";
      case FAULT -> "fault";
      case BACKUP -> "backup";
      case ACTIVE -> "active";
    };
  }
}
