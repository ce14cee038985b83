package io.weir.proxy.compress;

import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FileParts;
import io.weir.proxy.exchange.Loop;

/** A stretch of a file, as a source. */
final class FileSource extends FileParts {
  private final Body.FileSpan span;
  private long position;

  FileSource(Loop loop, Body.FileSpan span) {
    super(loop, span.file(), span.done());
    this.span = span;
  }

  @Override
  protected boolean give(BodySink to) {
    long left = span.length() - position;
    if (left == 0) {
      end();
      to.end(FieldLines.NONE);
      return false;
    }
    read(to, span.position() + position, left);
    // The piece may be there already.
    return true;
  }

  @Override
  protected void given(int octets) {
    position += octets;
  }
}
