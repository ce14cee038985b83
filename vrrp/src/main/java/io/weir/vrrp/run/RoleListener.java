package io.weir.vrrp.run;

/**
 * Who acts with a router's role, such as the kernel's balancing. Called by the keeper's thread, one
 * after the other; addresses wait for it.
 */
public interface RoleListener {
  /** The router's addresses are on the interface, and have not been announced yet. */
  void claimed(RouterId router);

  /** The router's addresses are about to be taken from the interface. */
  void releasing(RouterId router);

  /** Something that may be logged, or that hooks are for. Must not wait. */
  void noticed(Notice notice);
}
