package io.weir.vrrp.state;

import java.util.Optional;

/**
 * Virtual routers that are Active or Backup together, such as the inner and the outer side of one
 * gateway. What keeps one from taking part keeps all: that is their common {@link Standing}.
 */
public final class SyncGroup {
  private SyncGroup() {}

  /** What the others are told when one member changed its role. */
  public static Optional<Event> follow(Role before, Role after) {
    return switch (after) {
      case ACTIVE -> Optional.of(new Event.GroupMoved(Role.ACTIVE));
      case BACKUP ->
          before == Role.ACTIVE ? Optional.of(new Event.GroupMoved(Role.BACKUP)) : Optional.empty();
      case INIT, FAULT -> Optional.empty();
    };
  }
}
