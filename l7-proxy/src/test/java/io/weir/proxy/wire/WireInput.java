package io.weir.proxy.wire;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads messages off a socket, as strictly as they must be written. */
final class WireInput {
  private final InputStream in;
  private final AtomicLong received = new AtomicLong();

  WireInput(Socket socket) {
    try {
      in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Octets taken so far; any thread may ask. */
  long received() {
    return received.get();
  }

  /** A head with its empty line; null if the connection ends before its first octet. */
  @Nullable String head() throws IOException {
    var head = new FakeOrigin.Growing();
    while (true) {
      int octet = in.read();
      if (octet < 0) {
        if (head.size() == 0) {
          return null;
        }
        throw new EOFException("found the end in a head: " + head.text());
      }
      received.incrementAndGet();
      head.write(octet);
      if (octet == '\n' && head.text().endsWith("\r\n\r\n")) {
        return head.text();
      }
    }
  }

  /** A line without its CRLF. */
  String line() throws IOException {
    var line = new FakeOrigin.Growing();
    while (!line.text().endsWith("\r\n")) {
      line.write(octet());
    }
    return line.text().substring(0, line.size() - 2);
  }

  /** The content of a chunked body into the stream, and its trailers. */
  String chunks(OutputStream content) throws IOException {
    while (true) {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        var trailers = new StringBuilder();
        for (var line = line(); !line.isEmpty(); line = line()) {
          trailers.append(line).append("\r\n");
        }
        return trailers.toString();
      }
      content.write(exactly(size));
      if (octet() != '\r' || octet() != '\n') {
        throw new IOException("found no CRLF behind a chunk");
      }
    }
  }

  byte[] exactly(int octets) throws IOException {
    var read = in.readNBytes(octets);
    received.addAndGet(read.length);
    if (read.length < octets) {
      throw new EOFException("found " + read.length + " octets; expected " + octets);
    }
    return read;
  }

  /** Takes so many octets and forgets them. */
  void skip(long octets) throws IOException {
    var buffer = new byte[64 << 10];
    for (long left = octets; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("found the end " + left + " octets too early");
      }
      received.addAndGet(read);
      left -= read;
    }
  }

  /** Everything up to the end; a reset is an end too. */
  byte[] toEnd() throws IOException {
    var rest = new FakeOrigin.Growing();
    var buffer = new byte[8 << 10];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        received.addAndGet(read);
        rest.write(buffer, 0, read);
      }
    } catch (SocketException reset) {
      rest.write("<reset>".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    return rest.toByteArray();
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("found the end in the middle of a message");
    }
    received.incrementAndGet();
    return octet;
  }
}
