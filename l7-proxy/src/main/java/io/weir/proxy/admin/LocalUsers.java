package io.weir.proxy.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which users of this machine may change what Weir does: its own and root. Reads what the kernel
 * tells about sockets, so it is called on a worker thread.
 */
final class LocalUsers {
  private static final Logger LOG = LoggerFactory.getLogger(LocalUsers.class);

  /** A machine with a million connections has this many; behind them nobody is known. */
  private static final int MOST_ROWS = 2_000_000;

  private static final long ROOT = 0;
  private static final String CURE =
      "; expected Weir's own user or root: ask as one of them, or give the admin port a token";

  private final Path proc;

  LocalUsers() {
    this(Path.of("/proc"));
  }

  LocalUsers(Path proc) {
    this.proc = proc;
  }

  /**
   * Why a request over this connection within the machine is refused, if it is.
   *
   * @param client its end
   * @param here our end
   */
  Optional<Gate.Refusal> refusal(InetSocketAddress client, InetSocketAddress here) {
    try {
      var user = user(new SocketOwner(client, here));
      if (user.isEmpty()) {
        return refused("found no user for the connection");
      }
      long found = user.getAsLong();
      return found == ROOT || found == own()
          ? Optional.empty()
          : refused("found a request of user " + found);
    } catch (IOException e) {
      LOG.debug("who asks cannot be read: {}", e.toString());
      return refused("cannot read which user asks");
    }
  }

  private static Optional<Gate.Refusal> refused(String found) {
    return Optional.of(new Gate.Refusal(403, found + CURE));
  }

  private OptionalLong user(SocketOwner owner) throws IOException {
    for (var table : List.of("net/tcp", "net/tcp6")) {
      var found = user(owner, proc.resolve(table));
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong user(SocketOwner owner, Path table) throws IOException {
    if (!Files.exists(table)) {
      // Without IPv6 there is none for it.
      return OptionalLong.empty();
    }
    try (var rows = open(table)) {
      var row = rows.readLine();
      for (int count = 0; row != null && count < MOST_ROWS; count++) {
        var found = owner.owner(row);
        if (found.isPresent()) {
          return found;
        }
        row = rows.readLine();
      }
    }
    return OptionalLong.empty();
  }

  /** The effective user of this process: {@code Uid:} real, effective, saved, file (proc(5)). */
  private long own() throws IOException {
    try (var lines = open(proc.resolve("self/status"))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("Uid:")) {
          var ids = line.substring("Uid:".length()).strip().split("\\s+", -1);
          if (ids.length > 1 && ids[1].matches("\\d{1,10}")) {
            return Long.parseLong(ids[1]);
          }
        }
      }
    }
    throw new IOException("found no 'Uid:' with numbers in the status of this process");
  }

  private static BufferedReader open(Path file) throws IOException {
    // Bytes that are no ASCII become another character, and the row nobody's.
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.US_ASCII), 1 << 16);
  }
}
