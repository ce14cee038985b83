package io.weir.vrrp.state;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a virtual router is, with the timers that run there. */
public sealed interface State {
  /** The role of this state. */
  Role role();

  /** When the router wants to be woken, if nothing else happens. */
  OptionalLong deadlineNanos();

  /** Not started, or stopped. */
  record Init() implements State {
    @Override
    public Role role() {
      return Role.INIT;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return OptionalLong.empty();
    }
  }

  /** Cannot take part. */
  record Fault() implements State {
    @Override
    public Role role() {
      return Role.FAULT;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return OptionalLong.empty();
    }
  }

  /**
   * Listens.
   *
   * @param downAtNanos when silence has lasted long enough: Active_Down_Timer
   * @param activeIntervalCentis between adverts of the Active router: Active_Adver_Interval
   * @param preemptAtNanos until when a lower Active router is put up with, if that is delayed
   * @param leader who was last listened to, if anybody
   */
  record Backup(
      long downAtNanos,
      int activeIntervalCentis,
      OptionalLong preemptAtNanos,
      Optional<Leader> leader)
      implements State {
    @Override
    public Role role() {
      return Role.BACKUP;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return OptionalLong.of(downAtNanos);
    }
  }

  /**
   * Owns the addresses.
   *
   * @param advertAtNanos when the next advert is due: Adver_Timer
   * @param sentAtNanos when the last one left; what could not be sent does not count
   * @param announceAtNanos when the addresses are to be announced again, if they are
   * @param announcedAtNanos when they were last announced
   */
  record Active(
      long advertAtNanos, long sentAtNanos, OptionalLong announceAtNanos, long announcedAtNanos)
      implements State {
    @Override
    public Role role() {
      return Role.ACTIVE;
    }

    @Override
    public OptionalLong deadlineNanos() {
      return announceAtNanos.isPresent() && announceAtNanos.getAsLong() - advertAtNanos < 0
          ? announceAtNanos
          : OptionalLong.of(advertAtNanos);
    }

    Active withAdvertAt(long nanos) {
      return new Active(nanos, sentAtNanos, announceAtNanos, announcedAtNanos);
    }

    Active withSentAt(long nanos) {
      return new Active(advertAtNanos, nanos, announceAtNanos, announcedAtNanos);
    }

    Active withAnnounced(long nanos, OptionalLong next) {
      return new Active(advertAtNanos, sentAtNanos, next, nanos);
    }
  }

  /** Who is Active, as far as a Backup knows. */
  record Leader(InetAddress address, int priority) {}
}
