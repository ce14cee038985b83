package io.weir.proxy.admin;

import java.util.List;

/** What came of a purge. */
public sealed interface PurgeOutcome {
  /** These caches no longer answer with what was meant. */
  record Purged(List<String> caches) implements PurgeOutcome {
    public Purged {
      caches = List.copyOf(caches);
    }
  }

  /** What is asked for cannot be understood; nothing was purged. */
  record Invalid(String why) implements PurgeOutcome {}

  /** There is no such cache; nothing was purged. */
  record NoCache(String why) implements PurgeOutcome {}

  /** There is no room for more purges now; some caches may have been purged. */
  record Full(String why) implements PurgeOutcome {}

  /** It holds, but may not after a restart, as it could not be written down. */
  record Unwritten(String why) implements PurgeOutcome {}
}
