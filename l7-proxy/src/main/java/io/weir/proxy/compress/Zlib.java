package io.weir.proxy.compress;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The zlib of the system (zlib.h), bound without JNI. Distributions build it for speed: Debian's
 * takes a fifth less time than the one inside the JDK, for the same octets; see {@code
 * docs/compression.md}. To load it blocks for some tens of milliseconds.
 *
 * @param init {@code deflateInit2_}
 * @param deflate {@code deflate}
 * @param reset {@code deflateReset}
 * @param end {@code deflateEnd}
 * @param version as the library says it
 */
@SuppressWarnings("restricted") // the launcher enables native access; without it there is a warning
record Zlib(
    MethodHandle init,
    MethodHandle deflate,
    MethodHandle reset,
    MethodHandle end,
    MemorySegment version) {
  private static final Logger LOG = LoggerFactory.getLogger(Zlib.class);

  /** Of the ABI that has not changed since version 1.2. */
  private static final String NAME = "libz.so.1";

  /** Pointers and {@code long} of eight octets, for which the offsets of {@code z_stream} hold. */
  private static final long LONG_OCTETS = 8;

  private static final Optional<Zlib> FOUND = find();

  /** The library, if the system has it. */
  static Optional<Zlib> found() {
    return FOUND;
  }

  private static Optional<Zlib> find() {
    try {
      var linker = Linker.nativeLinker();
      var types = linker.canonicalLayouts();
      var ofLong = types.get("long");
      if (ADDRESS.byteSize() != LONG_OCTETS || ofLong == null || ofLong.byteSize() != LONG_OCTETS) {
        return Optional.empty();
      }
      var library = SymbolLookup.libraryLookup(NAME, Arena.global());
      var version =
          (MemorySegment)
              bound(linker, library, "zlibVersion", FunctionDescriptor.of(ADDRESS)).invokeExact();
      var stream = FunctionDescriptor.of(JAVA_INT, ADDRESS);
      return Optional.of(
          new Zlib(
              bound(
                  linker,
                  library,
                  "deflateInit2_",
                  FunctionDescriptor.of(
                      JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS,
                      JAVA_INT)),
              bound(linker, library, "deflate", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)),
              bound(linker, library, "deflateReset", stream),
              bound(linker, library, "deflateEnd", stream),
              version));
    } catch (Throwable missing) {
      // Not there, or not to be loaded here: the JDK has one of its own.
      LOG.debug("'{}' is not used: {}", NAME, missing.toString());
      return Optional.empty();
    }
  }

  private static MethodHandle bound(
      Linker linker, SymbolLookup library, String name, FunctionDescriptor type) {
    return linker.downcallHandle(library.findOrThrow(name), type);
  }
}
