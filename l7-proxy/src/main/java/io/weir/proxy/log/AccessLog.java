package io.weir.proxy.log;

import io.weir.dsl.model.AccessLog.Sample;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Refused;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The access log to one file or to standard output. Lines are recorded on loops, which never wait,
 * and written by a thread of the log's own within about 100 ms. It outlives configurations: a new
 * one that names the same file only {@linkplain #restyle restyles} it.
 */
public final class AccessLog implements AutoCloseable {
  /** Octets of lines that a loop may be ahead of the writer. */
  private static final int RING = 2 << 20;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Optional<String> file;
  private final LongSupplier millis;
  private final List<Ring> rings;
  private final LoopLog[] loops;
  private final LogWriter writer;
  private volatile Style style;
  private volatile boolean isClosed;

  /** What of a configuration lines depend on. */
  private record Style(Format format, Optional<Sample> sample) {
    static Style of(io.weir.dsl.model.AccessLog config) {
      return new Style(Format.of(config.format()), config.sample());
    }
  }

  AccessLog(
      io.weir.dsl.model.AccessLog config,
      Sink sink,
      int loopCount,
      int ringSize,
      LongSupplier millis) {
    this.file = config.file();
    this.millis = millis;
    this.rings = Stream.generate(() -> new Ring(ringSize)).limit(loopCount).toList();
    this.loops = rings.stream().map(LoopLog::new).toArray(LoopLog[]::new);
    this.writer = new LogWriter(file.orElse("on standard output"), sink, rings);
    this.style = Style.of(config);
    writer.start();
  }

  /**
   * Opens the log; the file is made if it is not there, its folder is not. Blocks on the disk.
   *
   * @param loopCount how many loops record, by {@link Loop#index}
   */
  public static AccessLog open(io.weir.dsl.model.AccessLog config, int loopCount)
      throws IOException {
    var sink =
        config.file().isPresent() ? openFile(Path.of(config.file().get())) : new StandardOutput();
    return new AccessLog(config, sink, loopCount, RING, System::currentTimeMillis);
  }

  private static FileSink openFile(Path path) throws IOException {
    try {
      return new FileSink(path);
    } catch (FileSystemException e) {
      throw new IOException("cannot open the access log '%s': %s".formatted(path, reason(e)), e);
    }
  }

  private static String reason(FileSystemException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "its folder is not there";
      case AccessDeniedException _ -> "no permission";
      default -> String.valueOf(failure.getReason());
    };
  }

  /** Whether the configuration wants its lines where this log's go. */
  public boolean isFor(io.weir.dsl.model.AccessLog config) {
    return config.file().equals(file);
  }

  /** Takes over format and sample of the configuration; lines from now on follow them. */
  public void restyle(io.weir.dsl.model.AccessLog config) {
    style = Style.of(config);
  }

  /** Records a request that has ended. On its loop. */
  public void record(Exchange exchange) {
    var entry = Entry.of(exchange);
    write(exchange.loop(), entry);
  }

  /** Records a request that was refused, or given up, before its head was whole. On its loop. */
  public void recordRefused(Loop loop, Client client, Refused refused) {
    write(loop, Entry.of(client, refused));
  }

  private void write(Loop loop, Entry entry) {
    var current = style;
    if (isThinnedOut(current, loop, entry)) {
      return;
    }
    var loopLog = loops[loop.index()];
    if (isClosed) {
      loopLog.drop();
    } else if (loopLog.write(current.format(), millis.getAsLong(), entry)) {
      writer.wake();
    }
  }

  private static boolean isThinnedOut(Style style, Loop loop, Entry entry) {
    if (style.sample().isEmpty() || entry.cause() != null) {
      return false;
    }
    var sample = style.sample().get();
    return entry.status() / 100 == sample.statusClass()
        && loop.random().nextInt(100) >= sample.percent();
  }

  /**
   * Goes on in a new file of the same name, as after a rotation: lines recorded before the call are
   * in the old one. If no file can be opened the old one stays in use, the future fails, and it is
   * tried again each second. Any thread.
   */
  public CompletableFuture<Void> reopen() {
    return writer.reopen();
  }

  /** Completes when what was recorded before the call is written, or could not be. Any thread. */
  public CompletableFuture<Void> flush() {
    return writer.flush();
  }

  /** Lines that were dropped, as they came faster than they could be written. Any thread. */
  public long dropped() {
    return rings.stream().mapToLong(Ring::dropped).sum();
  }

  /** Writes and reopenings that failed. Any thread. */
  public long errors() {
    return writer.errors();
  }

  /** Writes what was recorded, for two seconds at most. Not on a loop. */
  @Override
  public void close() {
    isClosed = true;
    writer.close(CLOSE_LIMIT);
  }
}
