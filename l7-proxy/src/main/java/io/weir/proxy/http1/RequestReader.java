package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.Refused;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.Terms;
import io.weir.proxy.failure.ProxyFailure;
import org.jspecify.annotations.Nullable;

/**
 * The octets that came from a client and how they are used up: a head, its body, the next head.
 * What cannot be used yet (a pipelined request, a body that nobody takes) waits, and once there are
 * {@link #PENDING_MOST} octets of it the socket is not read.
 */
final class RequestReader {
  /** Octets that may wait before reading stops. */
  static final int PENDING_MOST = 64 << 10;

  /**
   * Requests that a connection may begin before others have their turn: a client can send a
   * thousand in a packet, and those that Weir answers itself would keep the loop for as many
   * replies.
   */
  private static final int TURN = 16;

  private final ServerConnection connection;
  private final Http1Loop shared;
  private final HeadProgress progress = new HeadProgress();
  private @Nullable ByteBuf pending;
  private long started;
  private boolean processing;
  private boolean beginning;
  private boolean awaitsOutput;
  private boolean awaitsTurn;
  private int begun;

  RequestReader(ServerConnection connection, Http1Loop shared) {
    this.connection = connection;
    this.shared = shared;
  }

  /** Whether no octets wait. */
  boolean isEmpty() {
    return pending == null;
  }

  /** Whether more requests will be read out of what waits, without more from the client. */
  boolean goesOn() {
    return pending != null && (beginning || awaitsTurn || awaitsOutput);
  }

  /** When the first octet of the head at hand came; 0 if none has. */
  long started() {
    return started;
  }

  /** Takes octets from the socket. */
  void received(ByteBuf in) {
    pending = pending == null ? in : Buffers.append(connection.channel().alloc(), pending, in);
    process();
  }

  /** Uses what can be used now. */
  void process() {
    if (processing || awaitsTurn) {
      return;
    }
    processing = true;
    begun = beginning ? begun : 0;
    try {
      while (pending != null && connection.isOpen() && step()) {}
    } catch (ProxyFailure failure) {
      connection.conversation().malformed(failure);
    } finally {
      processing = false;
    }
    connection.conversation().inputUsedUp();
    if (connection.isOpen()) {
      adjust();
    } else {
      discard();
    }
  }

  /** Goes on with what waits, now that others have had their turn. */
  void takeTurn() {
    awaitsTurn = false;
    process();
  }

  /** The socket takes replies again: the next head, which waited for that, may be read. */
  void outputTaken() {
    if (awaitsOutput) {
      awaitsOutput = false;
      connection.clock().flows();
      process();
    }
  }

  /** Reads on or stops reading, as the octets that wait demand. */
  void adjust() {
    var body = connection.conversation().body();
    boolean full = pending != null && pending.readableBytes() >= PENDING_MOST;
    boolean paused = body != null && body.isPaused();
    boolean wants = (!full && !paused) || !connection.isOpen();
    var config = connection.channel().config();
    if (config.isAutoRead() != wants) {
      config.setAutoRead(wants);
    }
  }

  /**
   * What is there of the request line of the head that is being read, up to its end, or up to
   * {@link Refused#LINE_MOST} octets.
   */
  byte[] requestLine() {
    var in = pending;
    if (in == null) {
      return new byte[0];
    }
    int start = in.readerIndex();
    int most = Math.min(in.readableBytes(), Refused.LINE_MOST);
    int end = 0;
    while (end < most && in.getByte(start + end) != '\r' && in.getByte(start + end) != '\n') {
      end++;
    }
    byte[] line = new byte[end];
    in.getBytes(start, line);
    return line;
  }

  /** Throws away what waits. */
  void discard() {
    if (pending != null) {
      pending.release();
      pending = null;
    }
  }

  /** Uses some of what waits; false if nothing can be used now. */
  private boolean step() {
    var in = pending;
    var body = connection.conversation().body();
    if (in == null) {
      return false;
    }
    if (body == null || body.isDone()) {
      return !beginning && connection.conversation().isIdle() && !isTurnOver() && readHead(in);
    }
    if (!body.takes()) {
      return false;
    }
    pending = null;
    pending = body.feed(in);
    connection.conversation().bodyFed(body);
    return true;
  }

  private boolean isTurnOver() {
    if (begun < TURN) {
      return false;
    }
    awaitsTurn = true;
    connection.ctx().executor().execute(connection::takeTurn);
    return true;
  }

  private boolean readHead(ByteBuf in) {
    if (started == 0) {
      if (!isOutputTaken()) {
        return false;
      }
      started = System.nanoTime();
      connection.clock().clear();
    }
    var terms = connection.renew();
    var limits = connection.limits();
    var head = shared.requests.parse(in, progress, limits, connection.client().secure());
    if (head == null) {
      connection.clock().headUntil(started + limits.headTimeout().toNanos());
      if (!in.isReadable()) {
        // Only empty lines so far (RFC 9112 2.2): the connection still waits for a request.
        discard();
        started = 0;
      }
      return false;
    }
    progress.reset();
    connection.clock().clear();
    if (!in.isReadable()) {
      discard();
    }
    begin(head, terms);
    return true;
  }

  /**
   * Whether the replies so far are on their way. If not, the next request waits: replies that are
   * whole at once have no source to pause, and a client that sends and never reads would have the
   * process gather them without end.
   */
  private boolean isOutputTaken() {
    if (connection.channel().isWritable()) {
      return true;
    }
    connection.ctx().flush();
    if (connection.channel().isWritable()) {
      return true;
    }
    if (!awaitsOutput) {
      awaitsOutput = true;
      connection.clock().clear();
      connection.clock().stalls(System.nanoTime(), connection.conversation().timeouts().idle());
    }
    return false;
  }

  private void begin(RequestHead head, Terms terms) {
    long since = started;
    started = 0;
    // Whoever starts the body gets what is here already before the call returns, but the next head
    // waits until it has: a client may send thousands, and each would be one more call deep.
    processing = false;
    beginning = true;
    begun++;
    connection.conversation().begin(head, since, terms);
    beginning = false;
    processing = true;
  }
}
