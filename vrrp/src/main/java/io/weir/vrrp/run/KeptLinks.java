package io.weir.vrrp.run;

import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.link.Interface;
import io.weir.vrrp.link.MacLinks;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The interfaces of those routers that have a hardware address of their own: there while the router
 * is configured, up while it has its addresses. The keeper's thread.
 */
final class KeptLinks implements AutoCloseable {
  private final MacLinks links = new MacLinks();
  private final BiConsumer<Holding, IOException> failed;
  private final Map<Holding, Kept> kept = new HashMap<>();

  /**
   * What is kept for a router.
   *
   * @param index 0 if it could not be had
   * @param trouble why not
   */
  private record Kept(String name, Interface below, int index, String trouble) {}

  /**
   * Keeps nothing yet.
   *
   * @param failed told once of each thing that cannot be
   */
  KeptLinks(BiConsumer<Holding, IOException> failed) throws SystemCallException {
    this.failed = failed;
  }

  /** Has a router's interface be where it wants it, or be gone. */
  void follow(Holding holding) {
    var wish = holding.wished();
    var before = kept.get(holding);
    if (wish.below().isEmpty()) {
      forget(holding);
      return;
    }
    var name = wish.on().name();
    var below = wish.below().get();
    if (before != null && !before.name().equals(name)) {
      forget(holding);
      before = null;
    }
    boolean isThere =
        before != null
            && before.index() != 0
            && before.index() == wish.on().index()
            && before.below().equals(below);
    if (!isThere) {
      kept.put(holding, ensure(holding, wish, before == null ? "" : before.trouble()));
    }
  }

  private Kept ensure(Holding holding, Holding.Wish wish, String known) {
    var name = wish.on().name();
    var below = wish.below().orElseThrow();
    try {
      int index = links.ensure(name, below, wish.on().mac());
      if (!holding.isHeld()) {
        // An earlier run may have left it up.
        links.down(index);
      }
      return new Kept(name, below, index, "");
    } catch (IOException e) {
      var trouble = String.valueOf(e.getMessage());
      if (!trouble.equals(known)) {
        failed.accept(holding, e);
      }
      return new Kept(name, below, 0, trouble);
    }
  }

  /** Frames to the router's hardware address are this machine's from now on. */
  void up(Holding holding, Holding.Wish wish) {
    if (wish.below().isPresent()) {
      try {
        links.up(wish.on().index());
      } catch (SystemCallException e) {
        failed.accept(holding, e);
      }
    }
  }

  /** Frames to the router's hardware address are another machine's. */
  void down(Holding holding, Holding.Wish wish) {
    if (wish.below().isPresent()) {
      try {
        links.down(wish.on().index());
      } catch (SystemCallException e) {
        failed.accept(holding, e);
      }
    }
  }

  /** The router is no more, or has no hardware address of its own any more. */
  void forget(Holding holding) {
    var before = kept.remove(holding);
    if (before != null) {
      try {
        links.remove(before.name());
      } catch (IOException e) {
        failed.accept(holding, e);
      }
    }
  }

  @Override
  public void close() {
    links.close();
  }
}
