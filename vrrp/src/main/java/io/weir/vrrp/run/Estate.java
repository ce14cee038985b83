package io.weir.vrrp.run;

/** A router's addresses, to its thread: orders that are noted at once and carried out elsewhere. */
interface Estate {
  /** The addresses are this machine's from now on. */
  void claim();

  /** The addresses are not this machine's any more. */
  void release();

  /** Tell the network once more where the addresses are. */
  void announce();

  /** The router is active and alive: the addresses may be kept for another lease. */
  void renew(long nowNanos);

  /** Something to tell. */
  void notice(Notice notice);
}
