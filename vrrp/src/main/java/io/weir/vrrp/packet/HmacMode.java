package io.weir.vrrp.packet;

/** How far signatures are in use, so that a pair can be brought to sign without a gap. */
public enum HmacMode {
  /** Sends no signature, accepts both; a wrong one is refused. The first step on every router. */
  RECEIVE_ONLY,
  /** Signs, and accepts what is not signed. The second step. */
  PERMISSIVE,
  /** Signs, and refuses what is not signed. */
  ENFORCE;

  /** Whether adverts are signed. */
  public boolean signs() {
    return this != RECEIVE_ONLY;
  }
}
