package io.weir.proxy.files;

import io.weir.proxy.failure.Cause;

/** What a look into the folder brought to light. */
sealed interface Finding {
  /** A file that can be sent. */
  record Present(StoredFile file) implements Finding {}

  /** A folder, asked for without the slash that its relative links need. */
  record NeedsSlash() implements Finding {}

  /** Nothing that is served. */
  record Absent(Cause why, String detail) implements Finding {}
}
