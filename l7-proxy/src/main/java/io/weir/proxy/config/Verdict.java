package io.weir.proxy.config;

import io.weir.dsl.model.Terminal.Share;
import io.weir.proxy.failure.Cause;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What would become of a request. */
public sealed interface Verdict {
  /** Weir answers with an error, for this cause. */
  record Refused(Cause cause, int status, String detail) implements Verdict {}

  /**
   * It is sent to one of these pools.
   *
   * @param head the request line and field lines as a server of the first share gets them
   */
  record Forwarded(List<Share> shares, List<String> head) implements Verdict {
    public Forwarded {
      shares = List.copyOf(shares);
      head = List.copyOf(head);
    }
  }

  /**
   * Weir itself answers, as the configuration says.
   *
   * @param fields the field lines that the client would get beside those of every reply
   * @param folder the folder that the answer comes from, if it is one of its files
   */
  record Answered(int status, List<String> fields, Optional<String> folder) implements Verdict {
    public Answered {
      fields = List.copyOf(fields);
    }

    /** Where the answer sends the client, if it is a redirect. */
    public Optional<String> location() {
      return status / 100 != 3
          ? Optional.empty()
          : fields.stream()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
              .map(line -> line.substring("location:".length()).strip())
              .findFirst();
    }
  }
}
