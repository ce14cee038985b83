package io.weir.proxy.compress;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import io.weir.dsl.model.ContentCoding;
import java.util.Optional;

/** The native libraries that codings need; loaded when first asked for, which blocks. */
public final class Natives {
  private Natives() {}

  /** Why the coding cannot be made or undone here; empty if it can. */
  public static Optional<String> problem(ContentCoding coding) {
    return switch (coding) {
      case GZIP -> {
        // Loaded now, rather than by the first reply on its loop.
        Zlib.found();
        yield Optional.empty();
      }
      case BR -> problem("brotli4j", Brotli4jLoader::ensureAvailability);
      case ZSTD -> problem("zstd-jni", Native::load);
    };
  }

  static Optional<String> problem(String library, Runnable load) {
    try {
      load.run();
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      Throwable deepest = e;
      while (deepest.getCause() != null) {
        deepest = deepest.getCause();
      }
      return Optional.of(
          "the native library of "
              + library
              + " cannot be loaded: "
              + String.valueOf(deepest.getMessage()).lines().findFirst().orElse("no reason given"));
    }
  }
}
