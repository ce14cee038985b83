package io.weir.main;

import io.vertx.core.Future;
import io.weir.proxy.address.ParsedAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All addresses that the machine's hosts file gives a name (hosts(5)), beginning with another one
 * each time. Vert.x, and so Weir, would know only the first of several. Read again after a while; a
 * file that cannot be read has no names. Any thread may ask: it is read elsewhere.
 */
final class HostsFile implements Function<String, Future<List<InetAddress>>> {
  private final Path file;
  private final Duration period;
  private final Elsewhere elsewhere;
  private final AtomicInteger turns = new AtomicInteger();
  private volatile @Nullable Known known;

  /** Runs what blocks. */
  @FunctionalInterface
  interface Elsewhere {
    Future<Known> run(Callable<Known> work);
  }

  /** What the file said. */
  record Known(Map<String, List<InetAddress>> byName, long readAt) {}

  /**
   * @param period after which the file is read again
   */
  HostsFile(Path file, Duration period, Elsewhere elsewhere) {
    this.file = file;
    this.period = period;
    this.elsewhere = elsewhere;
  }

  @Override
  public Future<List<InetAddress>> apply(String host) {
    var last = known;
    return last != null && System.nanoTime() - last.readAt < period.toNanos()
        ? Future.succeededFuture(of(last, host))
        : elsewhere.run(this::read).map(now -> of(now, host));
  }

  private List<InetAddress> of(Known now, String host) {
    var found = now.byName.getOrDefault(host.toLowerCase(Locale.ROOT), List.of());
    if (found.size() < 2) {
      return found;
    }
    var turned = new ArrayList<>(found);
    Collections.rotate(turned, -Math.floorMod(turns.getAndIncrement(), found.size()));
    return turned;
  }

  private Known read() {
    var now = new Known(parse(text()), System.nanoTime());
    known = now;
    return now;
  }

  private String text() {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  /** Addresses by name, in the order of the lines; lines that are none are passed over. */
  static Map<String, List<InetAddress>> parse(String text) {
    var byName = new HashMap<String, List<InetAddress>>();
    for (var line : text.split("\n", -1)) {
      var words = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
      var address = ParsedAddress.parse(words[0]);
      if (address.isPresent()) {
        for (int i = 1; i < words.length; i++) {
          var all =
              byName.computeIfAbsent(words[i].toLowerCase(Locale.ROOT), _ -> new ArrayList<>());
          add(address.get(), all);
        }
      }
    }
    return byName;
  }

  private static void add(ParsedAddress address, List<InetAddress> to) {
    try {
      var made = InetAddress.getByAddress(address.bytes());
      if (!to.contains(made)) {
        to.add(made);
      }
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are always an address", e);
    }
  }
}
