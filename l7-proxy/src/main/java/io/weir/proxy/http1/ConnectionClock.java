package io.weir.proxy.http1;

import io.weir.dsl.model.Timeouts;
import io.weir.proxy.exchange.Deadline;
import io.weir.proxy.exchange.Deadlines;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.time.Duration;

/**
 * The time-outs of a client connection, of which at any moment those of the head, of waiting and of
 * lingering exclude each other, while a slow body and a stalled reply can run at once. One deadline
 * serves all: when it fires, what is really due is worked out.
 */
final class ConnectionClock extends Deadline {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long LINGER_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long DISCARD_NANOS = Duration.ofSeconds(5).toNanos();

  private final ServerConnection connection;
  private final Deadlines deadlines;
  private Phase phase = Phase.NONE;
  private long phaseEnds;
  private boolean bodyRuns;
  private boolean bodyPaused;
  private long bodyStarted;
  private long bodyReceived;
  private long lastReceived;
  private Timeouts timeouts = Timeouts.DEFAULT;
  private boolean stalled;
  private long stalledSince;
  private long stalledOctets;
  private long stallNanos;
  private long stallBegan;
  private long stallBegunOctets;

  private enum Phase {
    NONE,
    HEAD,
    IDLE,
    LINGER,
    TUNNEL
  }

  ConnectionClock(ServerConnection connection, Deadlines deadlines) {
    this.connection = connection;
    this.deadlines = deadlines;
  }

  void headUntil(long at) {
    phase(Phase.HEAD, at);
  }

  void idleUntil(long at) {
    phase(Phase.IDLE, at);
  }

  void lingers(long now) {
    bodyRuns = false;
    stalled = false;
    phase(Phase.LINGER, now + LINGER_NANOS);
  }

  /** A tunnel with no octet in either direction until then is closed. */
  void tunnelUntil(long at) {
    phase(Phase.TUNNEL, at);
  }

  /** What remains of a body that nobody wants is read for this long. */
  void discards(long now) {
    bodyRuns = false;
    phase(Phase.LINGER, now + DISCARD_NANOS);
  }

  void clear() {
    phase = Phase.NONE;
    deadlines.clear(this);
  }

  void remove() {
    deadlines.remove(this);
  }

  void bodyStarts(long now, Timeouts of) {
    timeouts = of;
    bodyRuns = true;
    bodyStarted = now;
    lastReceived = now;
    bodyReceived = 0;
    rearm(now);
  }

  /** We do not read, so the client cannot be blamed. */
  void bodyPauses() {
    bodyPaused |= bodyRuns;
    bodyRuns = false;
  }

  /** We read again: the clock starts anew. */
  void bodyResumes() {
    if (bodyPaused) {
      bodyPaused = false;
      bodyStarts(System.nanoTime(), timeouts);
    }
  }

  void bodyEnds() {
    bodyRuns = false;
  }

  void received(int octets) {
    if (bodyRuns) {
      bodyReceived += octets;
      lastReceived = System.nanoTime();
    } else if (phase == Phase.TUNNEL) {
      tunnelUntil(System.nanoTime() + connection.conversation().timeouts().tunnel().toNanos());
    }
  }

  /** The client does not take what was written. */
  void stalls(long now, Duration allowed) {
    stalled = true;
    stalledSince = now;
    stallBegan = now;
    stallNanos = allowed.toNanos();
    stalledOctets = connection.unsent();
    stallBegunOctets = stalledOctets;
    rearm(now);
  }

  void flows() {
    stalled = false;
  }

  @Override
  protected void expired(long now) {
    if (phase != Phase.NONE && phaseEnds - now <= 0) {
      phaseOver();
    } else if (bodyRuns && bodyDue() - now <= 0) {
      bodyRuns = false;
      connection.timedOut(
          new ProxyFailure(
              Cause.BODY_TIMEOUT,
              "found "
                  + bodyReceived
                  + " octets of body in "
                  + (now - bodyStarted) / 1_000_000
                  + " ms; expected one at least every "
                  + timeouts.body().toMillis()
                  + " ms and "
                  + timeouts.minBodyRate()
                  + " a second"),
          false);
    } else if (stalled && stalledSince + stallNanos - now <= 0) {
      stillStalled(now);
    } else {
      rearm(now);
    }
  }

  private void phaseOver() {
    var over = phase;
    phase = Phase.NONE;
    var why =
        new ProxyFailure(
            Cause.HEAD_TIMEOUT,
            "found no whole head in time; expected one within the head time-out");
    connection.timedOut(why, over != Phase.HEAD || connection.reader().started() == 0);
  }

  private void stillStalled(long now) {
    long octets = connection.unsent();
    int rate = connection.conversation().timeouts().minReplyRate();
    if (isTooSlow(now - stallBegan - stallNanos, taken(octets), rate)) {
      stalled = false;
      connection.timedOut(
          new ProxyFailure(
              Cause.CLIENT_STALLED,
              "found that the client took less than "
                  + rate
                  + " octets a second of its reply for "
                  + (now - stallBegan) / 1_000_000
                  + " ms"),
          connection.conversation().isIdle());
      return;
    }
    if (octets != stalledOctets) {
      stalledOctets = octets;
      stalledSince = now;
      rearm(now);
      return;
    }
    stalled = false;
    connection.timedOut(
        new ProxyFailure(
            Cause.CLIENT_STALLED,
            "found that the client took nothing for " + stallNanos / 1_000_000 + " ms"),
        connection.conversation().isIdle());
  }

  /**
   * At most what the client has taken since it began to keep octets waiting. Of a file that is
   * known; of anything else, where a part that was sent in part counts as whole, it is what there
   * was to take: if it had taken that, the reply would flow again.
   */
  private long taken(long unsent) {
    return connection.sendsFile() ? stallBegunOctets - unsent : stallBegunOctets;
  }

  /**
   * Whether so much is too little for the time beyond what is granted anyway.
   *
   * @param rate octets a second; 0: anything will do
   */
  static boolean isTooSlow(long nanos, long taken, int rate) {
    return rate > 0 && nanos > 0 && (double) Math.max(0, taken) / rate < nanos / 1e9;
  }

  private long bodyDue() {
    long idle = lastReceived + timeouts.body().toNanos();
    if (timeouts.minBodyRate() == 0) {
      return idle;
    }
    long owed = bodyReceived * 1_000_000_000L / timeouts.minBodyRate();
    long slow = bodyStarted + Math.max(timeouts.minBodyRateAfter().toNanos(), owed);
    return Math.min(idle, slow);
  }

  private void phase(Phase next, long ends) {
    phase = next;
    phaseEnds = ends;
    if (bodyRuns || stalled) {
      rearm(System.nanoTime());
    } else {
      deadlines.set(this, ends);
    }
  }

  private void rearm(long now) {
    long wait = NEVER;
    if (phase != Phase.NONE) {
      wait = phaseEnds - now;
    }
    if (bodyRuns) {
      wait = Math.min(wait, bodyDue() - now);
    }
    if (stalled) {
      wait = Math.min(wait, stalledSince + stallNanos - now);
    }
    if (wait != NEVER) {
      deadlines.set(this, now + Math.max(wait, 0));
    }
  }
}
