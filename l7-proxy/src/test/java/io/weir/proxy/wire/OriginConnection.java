package io.weir.proxy.wire;

import io.weir.proxy.wire.FakeOrigin.WireRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection as a {@link FakeOrigin} sees it. Its script's thread uses it. */
final class OriginConnection implements AutoCloseable {
  private final FakeOrigin origin;
  private final Socket socket;
  private final WireInput in;
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean over;

  OriginConnection(FakeOrigin origin, Socket socket) {
    this.origin = origin;
    this.socket = socket;
    this.in = new WireInput(socket);
  }

  /** Reads a request whole; null if the proxy closed the connection instead. */
  @Nullable WireRequest request() throws IOException {
    var head = in.head();
    return head == null ? null : body(head);
  }

  /** Reads a request that must come. */
  WireRequest nextRequest() throws IOException {
    var request = request();
    if (request == null) {
      throw new IOException("the proxy closed the connection");
    }
    return request;
  }

  /** Reads a head; null if the proxy closed the connection instead. */
  @Nullable String head() throws IOException {
    return in.head();
  }

  /** Reads what belongs to a head. */
  WireRequest body(String head) throws IOException {
    var length = WireReply.fields(head, "Content-Length");
    WireRequest request;
    if (!WireReply.fields(head, "Transfer-Encoding").isEmpty()) {
      var body = new FakeOrigin.Growing();
      var trailers = in.chunks(body);
      request = new WireRequest(head, body.toByteArray(), trailers);
    } else if (!length.isEmpty()) {
      request = new WireRequest(head, in.exactly(Integer.parseInt(length.getFirst())), "");
    } else {
      request = new WireRequest(head, new byte[0], "");
    }
    origin.took(request);
    return request;
  }

  /** Reads so many octets. */
  byte[] exactly(int octets) throws IOException {
    return in.exactly(octets);
  }

  /** Reads and forgets so many octets. */
  void skip(long octets) throws IOException {
    in.skip(octets);
  }

  /** Sends each piece in a packet of its own, as far as the kernel can be made to. */
  OriginConnection send(String... pieces) throws IOException {
    for (var piece : pieces) {
      send(piece.getBytes(StandardCharsets.ISO_8859_1));
    }
    return this;
  }

  OriginConnection send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    sent.addAndGet(octets.length);
    return this;
  }

  /** Octets handed to the kernel so far; any thread may ask. */
  long sent() {
    return sent.get();
  }

  /** Octets received so far; any thread may ask. */
  long received() {
    return in.received();
  }

  boolean isOver() {
    return over;
  }

  /** Waits until the proxy closes or resets the connection. */
  void awaitEnd() throws IOException {
    in.toEnd();
  }

  /** Ends this half. */
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** Resets the connection. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    close();
  }

  @Override
  public void close() throws IOException {
    over = true;
    socket.close();
  }
}
