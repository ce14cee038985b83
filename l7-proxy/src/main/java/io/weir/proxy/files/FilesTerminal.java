package io.weir.proxy.files;

import io.vertx.core.Future;
import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.Terminal;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.exchange.Target;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.files.Finding.Absent;
import io.weir.proxy.files.Finding.NeedsSlash;
import io.weir.proxy.files.Finding.Present;
import io.weir.proxy.filter.Next;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * Answers from a folder, as {@code docs/static-files.md} says. One serves all loops; each loop
 * keeps what it found on a shelf of its own. {@link #close} must be called when its snapshot is
 * drained, or buffers and open files stay.
 */
public final class FilesTerminal implements Next, Closeable {
  /** For all folders of the process together: 64 MiB and 1024 open files. */
  private static final Budget PROCESS = new Budget(64L << 20, 1024);

  private static final String ALLOWED = "GET, HEAD, OPTIONS";
  private static final ResponseHead OPTIONS =
      ResponseHead.of(204, new FieldLinesBuilder().add("Allow", ALLOWED).build());
  private static final ResponseHead METHOD_REFUSED =
      ResponseHead.of(
          405, new FieldLinesBuilder().add("Allow", ALLOWED).add("Content-Length", "0").build());

  private final Folder folder;
  private final boolean hasRest;
  private final FileReplies replies;
  private final Budget budget;
  private final LongSupplier nanos;
  private final AtomicReferenceArray<Shelf> shelves;
  private volatile boolean closed;

  FilesTerminal(Folder folder, boolean hasRest, int loops, Budget budget, LongSupplier nanos) {
    this.folder = folder;
    this.hasRest = hasRest;
    this.replies = new FileReplies(InstantSource.system());
    this.budget = budget;
    this.nanos = nanos;
    this.shelves = new AtomicReferenceArray<>(loops);
  }

  /**
   * Looks whether the folder is there. Blocks.
   *
   * @param path of the route: what its {@code **} matches names the file, else the whole path does
   * @param loops how many there are
   * @throws IOException if the folder is not there or cannot be read; the message names it
   */
  public static FilesTerminal open(Terminal.Files files, PathPattern path, int loops)
      throws IOException {
    var folder = new Folder(directory(files), files.index(), InstantSource.system());
    return new FilesTerminal(folder, path.rest(), loops, PROCESS, System::nanoTime);
  }

  /**
   * The folder, which is there and may be read. Blocks.
   *
   * @throws IOException if not; the message names it
   */
  public static Path directory(Terminal.Files files) throws IOException {
    var directory = Path.of(files.directory()).toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      var found = Files.exists(directory) ? "a file" : "nothing";
      throw new IOException("found " + found + " at '" + directory + "', expected a folder");
    }
    if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
      throw new IOException("found folder '" + directory + "', which Weir's user may not read");
    }
    return directory;
  }

  @Override
  public Future<Reply> proceed(Exchange exchange) {
    return switch (exchange.request().method()) {
      case GET, HEAD -> find(exchange);
      case OPTIONS -> Future.succeededFuture(Reply.local(OPTIONS, Body.EMPTY));
      case POST, PUT, DELETE, PATCH, TRACE, QUERY, CONNECT, OTHER -> {
        var method = exchange.request().methodText();
        exchange.failed(
            Cause.METHOD_REFUSED, "found " + method + " of a file, expected " + ALLOWED);
        yield Future.succeededFuture(Reply.local(METHOD_REFUSED, Body.EMPTY));
      }
    };
  }

  /**
   * Says what {@link #proceed} would answer, without the content. Looks on the calling thread,
   * which blocks, and keeps nothing.
   */
  public Future<Reply> rehearse(Exchange exchange) {
    return switch (exchange.request().method()) {
      case GET, HEAD ->
          switch (name(exchange)) {
            case FileName.Refused(var why, var detail) ->
                Future.failedFuture(new ProxyFailure(why, detail));
            case FileName.Below name -> answerBare(exchange, folder.find(name, null));
          };
      case POST, PUT, DELETE, PATCH, OPTIONS, TRACE, QUERY, CONNECT, OTHER -> proceed(exchange);
    };
  }

  private Future<Reply> answerBare(Exchange exchange, Finding finding) {
    if (!(finding instanceof Present(var file))) {
      return answer(exchange, finding);
    }
    // Held, so that the body does not free the file by letting go of it: there is no loop for that.
    file.hold();
    try {
      var reply = replies.of(exchange, file);
      reply.body().discard();
      reply.body(Body.EMPTY);
      return Future.succeededFuture(reply);
    } finally {
      file.discard();
    }
  }

  private FileName name(Exchange exchange) {
    var target = exchange.request().target();
    var captures = exchange.captures();
    int start = hasRest ? captures[captures.length - 2] : target.pathStart() + 1;
    int end = hasRest ? captures[captures.length - 1] : target.pathEnd();
    return FileName.of(target.bytes(), start, end);
  }

  /** Frees what is kept; requests may still come and are answered. Any thread. */
  @Override
  public void close() {
    closed = true;
    for (int i = 0; i < shelves.length(); i++) {
      var shelf = shelves.get(i);
      if (shelf != null) {
        shelf.loop().execute(shelf::close);
      }
    }
  }

  private Future<Reply> find(Exchange exchange) {
    var target = exchange.request().target();
    var captures = exchange.captures();
    int start = hasRest ? captures[captures.length - 2] : target.pathStart() + 1;
    int end = hasRest ? captures[captures.length - 1] : target.pathEnd();
    var shelf = shelf(exchange.loop());
    var fresh = shelf.fresh(target.bytes(), start, end);
    if (fresh != null) {
      return answer(exchange, fresh);
    }
    return switch (FileName.of(target.bytes(), start, end)) {
      case FileName.Refused(var why, var detail) ->
          Future.failedFuture(new ProxyFailure(why, detail));
      case FileName.Below name ->
          shelf
              .look(target.bytes(), start, end, name)
              .compose(finding -> answer(exchange, finding));
    };
  }

  private Future<Reply> answer(Exchange exchange, Finding finding) {
    return switch (finding) {
      case Present(var file) -> Future.succeededFuture(replies.of(exchange, file));
      case NeedsSlash _ -> Future.succeededFuture(withSlash(exchange.request().target()));
      case Absent(var why, var detail) -> Future.failedFuture(new ProxyFailure(why, detail));
    };
  }

  private static Reply withSlash(Target target) {
    var bytes = target.bytes();
    int start = target.pathStart();
    // RFC 3986 4.2: behind two slashes comes a host, and this must stay on ours; browsers take a
    // backslash for a slash.
    while (start < target.pathEnd() && (bytes[start] == '/' || bytes[start] == '\\')) {
      start++;
    }
    var path = new String(bytes, start, target.pathEnd() - start, StandardCharsets.ISO_8859_1);
    var lines =
        new FieldLinesBuilder()
            .add("Location", "/" + path + "/" + target.query())
            .add("Content-Length", "0");
    return Reply.local(ResponseHead.of(301, lines.build()), Body.EMPTY);
  }

  private Shelf shelf(Loop loop) {
    var shelf = shelves.getPlain(loop.index());
    if (shelf == null) {
      shelf = new Shelf(loop, folder, budget, nanos);
      shelves.set(loop.index(), shelf);
      if (closed) {
        shelf.close();
      }
    }
    return shelf;
  }
}
