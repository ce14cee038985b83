package io.weir.proxy.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A client that sends exact octets and reads replies strictly. A read that takes ten seconds fails.
 */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final WireInput in;

  RawClient(int port) {
    this(port, 0);
  }

  /**
   * @param receiveBuffer the size of the socket's, 0 for what the kernel thinks best
   */
  RawClient(int port, int receiveBuffer) {
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    in = new WireInput(socket);
  }

  /** Sends each piece by itself. */
  RawClient send(String... pieces) throws IOException {
    for (var piece : pieces) {
      send(piece.getBytes(StandardCharsets.ISO_8859_1));
    }
    return this;
  }

  RawClient send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    return this;
  }

  /** Sends a GET for the path. */
  RawClient get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  /** Reads a reply to anything but HEAD. */
  WireReply read() throws IOException {
    return read(false);
  }

  /** Reads a reply to HEAD, which has no content. */
  WireReply readHeadOnly() throws IOException {
    return read(true);
  }

  /** Reads only a head, as of a 1xx response. */
  String readHead() throws IOException {
    var head = in.head();
    if (head == null) {
      throw new IOException("found the end; expected a reply");
    }
    return head;
  }

  byte[] exactly(int octets) throws IOException {
    return in.exactly(octets);
  }

  void skip(long octets) throws IOException {
    in.skip(octets);
  }

  /** A line of a chunked body, without its CRLF. */
  String line() throws IOException {
    return in.line();
  }

  /** Whatever still comes before the connection ends; a reset shows as {@code <reset>}. */
  String toEnd() throws IOException {
    return new String(in.toEnd(), StandardCharsets.ISO_8859_1);
  }

  /** Ends this half. */
  RawClient halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private WireReply read(boolean headOnly) throws IOException {
    var head = readHead();
    int status = Integer.parseInt(head.substring(9, 12));
    var lengths = WireReply.fields(head, "Content-Length");
    var codings = WireReply.fields(head, "Transfer-Encoding");
    if (!lengths.isEmpty() && !codings.isEmpty() || lengths.size() > 1) {
      throw new AssertionError("found an ambiguous length in " + head);
    }
    if (headOnly || status < 200 || status == 204 || status == 304) {
      return new WireReply(head, new byte[0], "");
    }
    if (codings.equals(List.of("chunked"))) {
      var body = new FakeOrigin.Growing();
      var trailers = in.chunks(body);
      return new WireReply(head, body.toByteArray(), trailers);
    }
    var body = lengths.isEmpty() ? in.toEnd() : in.exactly(Integer.parseInt(lengths.getFirst()));
    return new WireReply(head, body, "");
  }
}
