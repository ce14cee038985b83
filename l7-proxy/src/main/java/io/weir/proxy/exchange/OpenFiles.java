package io.weir.proxy.exchange;

import io.netty.channel.unix.Errors.NativeIoException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures apart that only say that this process, or the machine, can open no more. */
public final class OpenFiles {
  /** ENOMEM, ENFILE, EMFILE and ENOBUFS, as Linux numbers them and Netty negates them. */
  private static final Set<Integer> USED_UP = Set.of(-12, -23, -24, -105);

  private OpenFiles() {}

  /** Whether a socket could not be had for want of descriptors or of memory for them. */
  public static boolean areUsedUp(@Nullable Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof NativeIoException io && USED_UP.contains(io.expectedErr())) {
        return true;
      }
      // The JDK's own transport tells only in words.
      var message = cause.getMessage();
      if (message != null && message.contains("Too many open files")) {
        return true;
      }
    }
    return false;
  }
}
