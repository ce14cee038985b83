package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * One edge in the book. Times are those of {@link System#nanoTime}.
 *
 * @param epoch of its start; one that is earlier is a process that should be no more
 * @param stream the only one that it is believed on
 * @param since when it came into this standing
 * @param heard when it last said something
 * @param lease how long after that it counts as there
 */
public record Enrolment(
    String name,
    InetAddress peer,
    long epoch,
    long stream,
    Standing standing,
    long since,
    long heard,
    Duration lease,
    List<Held> held,
    Load load) {
  public Enrolment {
    held = List.copyOf(held);
  }

  /** An offer and what became of it. */
  public record Held(Offer offer, Verdict verdict) {
    boolean isAccepted() {
      return verdict == Verdict.ACCEPTED;
    }
  }

  /** Nanoseconds until its lease ends; not above zero if it has. */
  public long left(long now) {
    return heard + lease.toNanos() - now;
  }

  Enrolment heard(long now) {
    return new Enrolment(name, peer, epoch, stream, standing, since, now, lease, held, load);
  }

  Enrolment standing(Standing next, long now) {
    return new Enrolment(
        name, peer, epoch, stream, next, next == standing ? since : now, heard, lease, held, load);
  }

  Enrolment leasing(Duration next) {
    return new Enrolment(name, peer, epoch, stream, standing, since, heard, next, held, load);
  }

  Enrolment holding(List<Held> next) {
    return new Enrolment(name, peer, epoch, stream, standing, since, heard, lease, next, load);
  }

  Enrolment loaded(Load next) {
    return new Enrolment(name, peer, epoch, stream, standing, since, heard, lease, held, next);
  }

  List<Verdict> verdicts() {
    return held.stream().map(Held::verdict).toList();
  }
}
